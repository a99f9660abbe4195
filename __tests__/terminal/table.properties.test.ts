import fc from "fast-check";
import { table } from "../../src/terminal/table";

const word = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "B", "1", "-", "/", ":", "é", "😀"), maxLength: 12 }),
  fc.string({ unit: fc.constantFrom("a", ":", "😀"), maxLength: 90 }),
);
const cell = fc.array(word, { maxLength: 12 }).map((words) => words.join(" "));
const rows = fc
  .integer({ min: 1, max: 6 })
  .chain((n) => fc.array(fc.array(cell, { minLength: n, maxLength: n }), { minLength: 1, maxLength: 5 }));

/** Where the columns of a table are: the dashes below its header. */
const columnsOf = (lines: readonly string[]) =>
  [...(lines.find((line) => /^[ -]+$/.test(line) && line.includes("-")) ?? "").matchAll(/-+/g)].map(
    ({ index, 0: dashes }) => [index, index + dashes.length] as const,
  );

it("no line of a table is wider than the terminal, and no character of it is lost or elsewhere", () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 40, max: 220 }), (body, width) => {
      const header = (body[0] ?? []).map((_, column) => `h${column}`);
      const lines = table(header, body, width)
        .split("\n")
        .map((line) => [...line]);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      expect(lines.flat()).not.toContainEqual(expect.stringMatching(/\p{Surrogate}/u)); // half a character
      const columns = columnsOf(lines.map((line) => line.join("")));
      const below = lines.slice(lines.findIndex((line) => /^ *-[ -]*$/.test(line.join(""))) + 1);
      for (const [column, [from, to]] of columns.entries()) {
        const shown = below.map((line) => line.slice(from, to).join("")).join("");
        const given = body.map((row) => row[column]).join("");
        expect(shown.replaceAll(" ", "")).toBe(given.replaceAll(" ", ""));
      }
      const outside = lines.map((line) =>
        line.filter((_, at) => !columns.some(([from, to]) => at >= from && at < to)),
      );
      expect(outside.flat().join("").trim()).toBe("");
    }),
  );
});
