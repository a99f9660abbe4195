import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { stackFolder } from "../naming/names";
import { RefusedError } from "../terminal/refused";

const PROJECT = resolve(__dirname, "../..");

/** A program that writes a stack's Terraform JSON. */
export interface App {
  /** The name of the app's output, in words. */
  readonly name: string;
  /** The app's TypeScript file, relative to the project's folder. */
  readonly main: string;
  /** The folder of the stack's JSON, in which Terraform runs. */
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
 * @param outdir the output folder
 * @throws RefusedError when the configuration is refused; the reason is on standard error
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
      // Without variables that make cdktf write another language, or use another context.
      env: { ...env, CDKTF_OUTDIR: outdir, SYNTH_HCL_OUTPUT: undefined, CDKTF_CONTEXT_JSON: undefined },
      stdio: ["ignore", "ignore", "inherit"],
      signal, // synth only writes files, so it may be killed
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
