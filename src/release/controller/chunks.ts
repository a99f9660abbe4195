/** Items in lists of at most so many, as calls of AWS take them. */
export const chunks = <Item>(items: readonly Item[], atOnce: number): readonly Item[][] =>
  Array.from({ length: Math.ceil(items.length / atOnce) }, (_, at) =>
    items.slice(atOnce * at, atOnce * (at + 1)),
  );
