import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { stackFolder } from "../naming/names";
import { RefusedError } from "../terminal/refused";

const PROJECT = resolve(__dirname, "../..");

/** A program that writes a stack's Terraform JSON. */
export interface App {
  /** What it writes, as people name it. */
  readonly name: string;
  /** Its TypeScript file, from the project's folder. */
  readonly main: string;
  /** Where its stack is written to, and Terraform works. */
  readonly folder: (outdir: string) => string;
}

/** The environment of `ENVIRONMENT_SUFFIX`. */
export const environmentApp = (suffix: string): App => ({
  name: suffix,
  main: "main.ts",
  folder: (outdir) => stackFolder(suffix, outdir),
});

/**
 * Writes an app's Terraform JSON.
 *
 * @param outdir where to
 * @throws RefusedError when the configuration is refused; why is on the standard error
 */
export async function synthesize(
  { name, main }: App,
  env: NodeJS.ProcessEnv,
  outdir: string,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const child = spawn(
    process.execPath,
    ["--require", join(PROJECT, "src/register.js"), join(PROJECT, main)],
    {
      // Without what makes cdktf write another language, or with another context.
      env: { ...env, CDKTF_OUTDIR: outdir, SYNTH_HCL_OUTPUT: undefined, CDKTF_CONTEXT_JSON: undefined },
      stdio: ["ignore", "ignore", "inherit"],
      signal, // it writes files and nothing else: it need not end in order
      killSignal: "SIGKILL",
    },
  );
  const code = await new Promise<number | null>((done, fail) => {
    child.once("error", (error) => (signal.aborted ? done(null) : fail(error)));
    child.once("close", done);
  });
  signal.throwIfAborted();
  if (code !== 0) throw new RefusedError(`this checkout configures no ${name}: see above`);
}
