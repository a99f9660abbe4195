import { spawn } from "node:child_process";
import { resolve } from "node:path";

/** A command: the program and its arguments. */
export interface Command {
  readonly words: readonly string[];
  /** The working directory. @default - the project's folder */
  readonly cwd?: string;
}

/** A command that is measured. */
export interface Measured extends Command {
  /** The name of the measurement in the table. */
  readonly what: string;
}

export interface Measurement {
  readonly what: string;
  readonly medianSeconds: number;
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

/** One row of the table: a measurement, and its goal. `met` is true if the measurement meets the goal. */
export interface Row extends Measurement {
  readonly goal: string;
  readonly met: boolean;
}

/** The project's folder. */
export const PROJECT = resolve(__dirname, "../../..");

/** Calculates the median, minimum and maximum of measured seconds, rounded to milliseconds. */
export function summarize(what: string, seconds: readonly number[]): Measurement {
  const sorted = [...seconds].sort((a, b) => a - b);
  const at = (position: number) => Math.round((sorted[position] ?? Number.NaN) * 1000) / 1000;
  return {
    what,
    medianSeconds: at(Math.floor(sorted.length / 2)),
    minSeconds: at(0),
    maxSeconds: at(sorted.length - 1),
  };
}

/** A piece of work that is measured. */
export interface Timed {
  readonly what: string;
  /** Does the work one time. @returns the work's duration in seconds */
  readonly run: () => Promise<number>;
}

/**
 * Measures several pieces of work in turn (A B A B). If the machine becomes slower or faster meanwhile, this affects all of them equally.
 * The first turn is a warm-up, and is not counted.
 *
 * @param runs the number of measurements of each piece of work, without the warm-up
 */
export async function inTurn<const All extends readonly Timed[]>(
  runs: number,
  ...all: All
): Promise<{ [Index in keyof All]: Measurement }> {
  const seconds = all.map((): number[] => []);
  for (let run = 0; run <= runs; run++) {
    for (const [index, { what, run: once }] of all.entries()) {
      const elapsed = await once();
      console.error(`${run === 0 ? "warm-up" : `${run} of ${runs}`}  ${what}: ${elapsed.toFixed(2)} s`);
      if (run > 0) seconds[index]?.push(elapsed);
    }
  }
  return all.map(({ what }, index) => summarize(what, seconds[index] ?? [])) as {
    [Index in keyof All]: Measurement;
  };
}

/** Does a piece of work one time. @returns the work's duration in seconds */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** Measures several commands in turn, with {@link inTurn}. Each command is one piece of work. */
export const measure = <const Commands extends readonly Measured[]>(
  runs: number,
  ...commands: Commands
): Promise<{ [Index in keyof Commands]: Measurement }> =>
  inTurn(runs, ...commands.map(({ what, ...command }) => ({ what, run: () => time(command) }))) as Promise<{
    [Index in keyof Commands]: Measurement;
  }>;

/** Runs a command one time. @returns the command's duration in seconds. @throws Error if the command fails */
export function time({ words: [program = "", ...args], cwd = PROJECT }: Command): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const env = {
      ...process.env,
      ENVIRONMENT_SUFFIX: "bench",
      STATE_BUCKET: "bench-state",
      CHECKPOINT_DISABLE: "1",
    };
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
    let errors = "";
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0
        ? resolve(Number(process.hrtime.bigint() - started) / 1e9)
        : reject(new Error(`${program} ${args.join(" ")} exited with ${code}:\n${errors}`)),
    );
  });
}
