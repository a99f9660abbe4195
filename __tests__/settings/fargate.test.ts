import { linesOf, problemsOf } from "../support/problems";

const GIB = 1024;
const gib = (...sizes: number[]) => sizes.map((size) => size * GIB);
const upTo = (least: number, most: number, step: number) =>
  gib(
    ...Array.from({ length: 200 }, (_, size) => size).filter(
      (size) => size >= least && size <= most && size % step === 0,
    ),
  );

/** AWS's table: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html */
const TABLE: Readonly<Record<number, readonly number[]>> = {
  256: [512, 1024, 2048],
  512: gib(1, 2, 3, 4),
  1024: gib(2, 3, 4, 5, 6, 7, 8),
  2048: upTo(4, 16, 1),
  4096: upTo(8, 30, 1),
  8192: upTo(16, 60, 4),
  16384: upTo(32, 120, 8),
};
const rows = Object.entries(TABLE).map(([cpu, memory]) => [Number(cpu), memory] as const);
const accepts = (cpuUnits: number, memoryMib: number) =>
  problemsOf({ application: { cpuUnits, memoryMib } }).length === 0;
const everyMemory = [...new Set(rows.flatMap(([, memory]) => memory))].flatMap((size) => [
  size - 1,
  size,
  size + 1,
  size + GIB, // the next step, which the last size of a row does not have
]);

it("has 7 sizes of CPU and 86 pairs", () => {
  expect(rows.map(([, { length }]) => length)).toEqual([3, 4, 7, 13, 23, 12, 12]);
});

it.each(rows)("with %i CPU units takes exactly the memory that AWS pairs with it", (cpu, memory) => {
  expect(everyMemory.filter((size) => accepts(cpu, size))).toEqual(
    everyMemory.filter((size) => memory.includes(size)),
  );
});

it.each([0, 128, 255, 257, 1000, 3072, 6144, 12288, 16383, 32768])("takes no %i CPU units", (cpu) => {
  expect(everyMemory.filter((size) => accepts(cpu, size))).toEqual([]);
});

it("says what is paired", () => {
  expect(linesOf({ application: { cpuUnits: 256 } })).toEqual([
    "  application.memoryMib: got 4096, allowed: a memory size that Fargate allows with application.cpuUnits 256: 512, 1024, 2048",
  ]);
  expect(linesOf({ application: { cpuUnits: 300 } })).toEqual([
    "  application.cpuUnits: got 300, allowed: 256, 512, 1024, 2048, 4096, 8192, 16384",
  ]);
});
