import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Everything the process prints is appended to this file. */
  readonly logFile: string;
  /** Called with each line of its standard output and error. @default - nobody listens */
  readonly onLine?: (line: string) => void;
  /** Aborting it sends SIGINT and waits for the end of the process. @default - it runs to its end */
  readonly signal?: AbortSignal | undefined;
}

const running = new Set<number>();

// The last resort: whatever ends us but SIGKILL takes the processes along that are in groups of their own.
process.on("exit", () => {
  for (const group of running) process.kill(-group, "SIGKILL");
});

/**
 * Runs a process in a process group of its own, so that Ctrl-C in the terminal reaches only us and Terraform is
 * interrupted once and in order: the second interrupt would make it drop what it is doing without saving state.
 *
 * @returns its exit code; a process ended by a signal counts as 130
 */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const log = createWriteStream(options.logFile, { flags: "a" });
    log.write(`$ ${[command, ...args].join(" ")}\n`);
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        log.write(`${line}\n`);
        options.onLine?.(line);
      });
    }
    const { pid } = child;
    if (pid !== undefined) running.add(pid);
    const interrupt = () => {
      if (pid === undefined || !running.has(pid)) return;
      process.kill(-pid, "SIGINT");
    };
    options.signal?.addEventListener("abort", interrupt, { once: true });
    if (options.signal?.aborted) interrupt();
    const finish = () => {
      if (pid !== undefined) running.delete(pid);
      options.signal?.removeEventListener("abort", interrupt);
      log.end();
    };
    child.once("error", (error) => {
      finish();
      reject(error);
    });
    child.once("close", (code) => {
      finish();
      resolve(code ?? 130);
    });
  });
}
