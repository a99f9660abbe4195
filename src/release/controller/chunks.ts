/** Divides a list into chunks of at most `atOnce` items, because some calls of AWS limit the number of items. */
export const chunks = <Item>(items: readonly Item[], atOnce: number): readonly Item[][] =>
  Array.from({ length: Math.ceil(items.length / atOnce) }, (_, at) =>
    items.slice(atOnce * at, atOnce * (at + 1)),
  );
