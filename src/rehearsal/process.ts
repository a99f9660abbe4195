import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** The file to which the output of the process is appended. */
  readonly logFile: string;
  /** A callback that gets each line of standard output and standard error. @default - lines are only written to the log file */
  readonly onLine?: (line: string) => void;
  /** If this signal is aborted, the process gets SIGINT, and `run` waits until the process ends. @default - the process gets no SIGINT */
  readonly signal?: AbortSignal | undefined;
}

const running = new Set<number>();

// When this process exits, it kills those of its child processes that still run. If SIGKILL ends this process, the child processes keep
// running.
process.on("exit", () => {
  for (const group of running) process.kill(-group, "SIGKILL");
});

/**
 * Runs a child process in its own process group. So Ctrl-C in the terminal does not reach the process group. Instead, the parent process
 * aborts `options.signal` after Ctrl-C, and `run` sends one SIGINT to the process group. The process group can contain Terraform. After a
 * second SIGINT, Terraform stops without saving its state.
 *
 * @returns the exit code, or 130 if a signal ended the child process
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
