import { spawn } from "node:child_process";
import { resolve } from "node:path";

export interface Measured {
  readonly what: string;
  readonly words: readonly string[];
}

export interface Measurement {
  readonly what: string;
  readonly medianSeconds: number;
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

/** One line of the table: a measurement, and the goal that it is held against. */
export interface Row extends Measurement {
  readonly goal: string;
  readonly met: boolean;
}

/** Where the project is. */
export const PROJECT = resolve(__dirname, "../../..");

/** Median, minimum and maximum of some seconds, to the millisecond. */
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

/** Runs the commands in turn, A B A B, so that a machine whose speed drifts treats all of them alike. */
export async function measure<const Commands extends readonly Measured[]>(
  runs: number,
  ...commands: Commands
): Promise<{ [Index in keyof Commands]: Measurement }> {
  const seconds = commands.map((): number[] => []);
  for (let run = 0; run <= runs; run++) {
    for (const [index, { what, words }] of commands.entries()) {
      const elapsed = await time(words);
      console.error(`${run === 0 ? "warm-up" : `${run} of ${runs}`}  ${what}: ${elapsed.toFixed(2)} s`);
      if (run > 0) seconds[index]?.push(elapsed);
    }
  }
  return commands.map(({ what }, index) => summarize(what, seconds[index] ?? [])) as {
    [Index in keyof Commands]: Measurement;
  };
}

function time([program = "", ...args]: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const env = {
      ...process.env,
      ENVIRONMENT_SUFFIX: "bench",
      STATE_BUCKET: "bench-state",
      CHECKPOINT_DISABLE: "1",
    };
    const child = spawn(program, args, { cwd: PROJECT, env, stdio: ["ignore", "ignore", "pipe"] });
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
