import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { stackFolder } from "../naming/names";
import { RefusedError } from "../terminal/refused";

const PROJECT = resolve(__dirname, "../..");

/** A program that writes a stack's Terraform JSON. */
export interface App {
  /** The name of what the app synthesizes: an environment's suffix, or "the account". Messages show it: "the configuration of dev". */
  readonly name: string;
  /** The path of the app's TypeScript file, relative to the project's folder. */
  readonly main: string;
  /** Returns the folder into which the app writes the stack's JSON. Terraform runs in this folder. */
  readonly folder: (outdir: string) => string;
}

/** Returns the app that synthesizes an environment. */
export const environmentApp = (suffix: string): App => ({
  name: suffix,
  main: "main.ts",
  folder: (outdir) => stackFolder(suffix, outdir),
});

/**
 * Runs an app, which writes the stack's Terraform JSON.
 *
 * @param outdir the output folder
 * @throws RefusedError if the app fails, for example because of an invalid setting; the app prints the reason to standard error
 * @throws the abort reason of the signal after an interruption
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
      // The undefined variables are removed, because they would make cdktf write HCL or use another context.
      env: { ...env, CDKTF_OUTDIR: outdir, SYNTH_HCL_OUTPUT: undefined, CDKTF_CONTEXT_JSON: undefined },
      stdio: ["ignore", "ignore", "inherit"],
      signal, // the app only writes files, so it may be killed
      killSignal: "SIGKILL",
    },
  );
  const code = await new Promise<number | null>((done, fail) => {
    child.once("error", (error) => (signal.aborted ? done(null) : fail(error)));
    child.once("close", done);
  });
  signal.throwIfAborted();
  if (code !== 0) throw new RefusedError(`the configuration of ${name} could not be synthesized: see above`);
}
