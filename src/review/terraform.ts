import { execFile, spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { RefusedError } from "../terminal/refused";

const PROJECT = resolve(__dirname, "../..");

/** Terraform in one folder, for questions: what it prints for people is not shown, what goes wrong is. */
export class Terraform {
  /** @param env what it runs with; `TERRAFORM_BINARY_NAME` names another Terraform than the PATH's */
  public constructor(
    public readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  public get program(): string {
    return this.env.TERRAFORM_BINARY_NAME ?? "terraform";
  }

  /** @throws when it fails; what it said is on the standard error */
  public run(command: string, ...args: string[]): Promise<void> {
    return run(
      this.program,
      [`-chdir=${this.folder}`, command, "-input=false", "-no-color", ...args],
      this.env,
    );
  }

  /** What a plan file holds, as JSON: secrets in the clear. */
  public show(planFile: string): Promise<string> {
    return new Promise((done, fail) => {
      const args = [`-chdir=${this.folder}`, "show", "-json", planFile];
      // Node.js would end it at a megabyte, which a plan of this size has.
      const options = { env: this.env, maxBuffer: Number.POSITIVE_INFINITY };
      execFile(this.program, args, options, (error, stdout) => (error ? fail(error) : done(stdout)));
    });
  }
}

/**
 * Synthesizes the environment of `ENVIRONMENT_SUFFIX`.
 *
 * @param outdir where to
 * @throws RefusedError when the configuration is refused; why is on the standard error
 */
export async function synthesize(env: NodeJS.ProcessEnv, outdir: string): Promise<void> {
  const main = ["--require", join(PROJECT, "src/register.js"), join(PROJECT, "main.ts")];
  try {
    await run(process.execPath, main, { ...env, CDKTF_OUTDIR: outdir });
  } catch {
    throw new RefusedError(`this checkout configures no ${env.ENVIRONMENT_SUFFIX ?? "dev"}: see above`);
  }
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { env, stdio: ["ignore", "ignore", "inherit"] });
    child.once("error", fail);
    child.once("close", (code) => {
      if (code === 0) done();
      else fail(new Error(`${[program, ...args].join(" ")} ended with ${code ?? "a signal"}`));
    });
  });
}
