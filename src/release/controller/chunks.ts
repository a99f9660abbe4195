/** Cuts a list into lists of at most `size` items, the most that a call to AWS takes. */
export const chunks = <Item>(items: readonly Item[], atOnce: number): readonly Item[][] =>
  Array.from({ length: Math.ceil(items.length / atOnce) }, (_, at) =>
    items.slice(atOnce * at, atOnce * (at + 1)),
  );
