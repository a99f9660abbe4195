const GIB = 1024; // MiB
const from = (least: number, most: number, step = 1): readonly number[] =>
  Array.from({ length: (most - least) / step + 1 }, (_, index) => (least + index * step) * GIB);

/**
 * The CPU sizes of Fargate's Linux tasks in CPU units (1024 units are one vCPU). For each CPU size: the memory sizes in MiB that Fargate
 * allows.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
 */
export const FARGATE_SIZES: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, ...from(1, 2)]],
  [512, from(1, 4)],
  [1024, from(2, 8)],
  [2048, from(4, 16)],
  [4096, from(8, 30)],
  [8192, from(16, 60, 4)],
  [16384, from(32, 120, 8)],
]);
