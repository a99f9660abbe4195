import { spawn } from "node:child_process";

export interface RunAtTerminalOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Interrupts what the program is really doing, and answers whether there was something. @default - itself */
  readonly interrupt?: () => boolean;
}

/**
 * Runs a program at this terminal in a process group of its own: Ctrl-C reaches only us, and interrupts it in order, once
 * for each time. We wait for it.
 *
 * @returns its exit code; 130 when a signal ended it
 */
export function runAtTerminal(
  program: string,
  args: readonly string[],
  { env, interrupt = () => false }: RunAtTerminalOptions,
): Promise<number> {
  const child = spawn(program, args, { env, stdio: "inherit", detached: true });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  let passed = false;
  const pass = (signal: NodeJS.Signals) => {
    // GitHub sends SIGTERM soon after SIGINT; for a second one Terraform would end without saving its state.
    if (passed && signal !== "SIGINT") return;
    passed = true;
    console.error("interrupted: waiting for Terraform to save its state");
    if (!interrupt() && child.pid !== undefined) process.kill(-child.pid, "SIGINT");
  };
  for (const signal of signals) process.on(signal, pass);
  return new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 130));
  }).finally(() => {
    for (const signal of signals) process.off(signal, pass);
  });
}
