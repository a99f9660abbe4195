import fc from "fast-check";

/** How many examples are tried for each property. */
export const RUNS = { numRuns: 200 };

/** Random contents in place of a stored JSON object: any bytes, the object truncated or partly overwritten, or another JSON value. */
export function garbled(real: object): fc.Arbitrary<Uint8Array> {
  const bytes = Buffer.from(JSON.stringify(real));
  const position = fc.nat(bytes.length - 1);
  const anyBytes = fc.uint8Array({ maxLength: 200 });
  const text = fc.string({ unit: "binary" });
  const key = fc.oneof(fc.constantFrom(...Object.keys(real)), text);
  const deep = fc.integer({ min: 10, max: 20_000 }).map((depth) => "[".repeat(depth) + "]".repeat(depth));
  const value = fc.oneof(
    deep,
    fc.jsonValue().map((it) => JSON.stringify(it)),
    text.map((it) => JSON.stringify(it)),
  );
  return fc.oneof(
    anyBytes,
    position.map((length) => bytes.subarray(0, length)),
    fc
      .tuple(position, fc.uint8Array({ minLength: 1, maxLength: 4 }))
      .map(([at, some]) => Buffer.concat([bytes.subarray(0, at), some, bytes.subarray(at + some.length)])),
    value.map((it) => Buffer.from(it)),
    // A key appears twice; JSON.parse uses the last value.
    fc
      .tuple(key, value)
      .map(([name, it]) =>
        Buffer.from(`${JSON.stringify(real).slice(0, -1)},${JSON.stringify(name)}:${it}}`),
      ),
  );
}

/** Matches text without control characters, which a terminal only prints. */
export const PLAIN = /^[^\p{C}\p{Zl}\p{Zp}]*$/u;
