import { execFile, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { FILES } from "./saved-plan";

const PROJECT = resolve(__dirname, "../..");

export interface MakePlanProps {
  readonly stack: string;
  /** Folder that gets the plan and what applying it takes; what was there before is removed. */
  readonly directory: string;
  /** Whether to plan the end of the environment. */
  readonly destroy: boolean;
  /** What the programs run with; `TERRAFORM_BINARY_NAME` names another Terraform than the PATH's. */
  readonly env: NodeJS.ProcessEnv;
  /** Told what is done next. */
  readonly onPhase: (phase: string) => void;
}

export interface MadePlan {
  /** What `terraform show -json` prints: secrets in the clear. */
  readonly planJson: string;
  readonly configurationJson: string;
}

/**
 * Synthesizes, and lets Terraform plan to a file. The state is read and not locked, so that rights to read are enough: a
 * plan that somebody overtakes is refused when it is applied.
 *
 * @throws when a step fails; what it said is on the standard error
 */
export async function makePlan({
  stack,
  directory,
  destroy,
  env,
  onPhase,
}: MakePlanProps): Promise<MadePlan> {
  const program = env.TERRAFORM_BINARY_NAME ?? "terraform";
  const stackDirectory = resolve("cdktf.out", "stacks", stack);
  const planFile = join(directory, FILES.plan);
  const terraform = (command: string, ...args: string[]) =>
    run(program, [`-chdir=${stackDirectory}`, command, "-input=false", "-no-color", ...args], env);

  onPhase("synthesize");
  await run(process.execPath, ["--require", join(PROJECT, "src/register.js"), join(PROJECT, "main.ts")], env);
  onPhase("terraform init");
  await terraform("init", "-reconfigure"); // another environment's backend may have been used here
  onPhase("terraform plan: compares what is there with what is configured");
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  await terraform("plan", "-lock=false", `-out=${planFile}`, ...(destroy ? ["-destroy"] : []));
  onPhase("review");
  const planJson = await output(program, [`-chdir=${stackDirectory}`, "show", "-json", planFile], env);
  copyFileSync(join(stackDirectory, "cdk.tf.json"), join(directory, FILES.configuration));
  copyFileSync(join(stackDirectory, ".terraform.lock.hcl"), join(directory, FILES.providers));
  return { planJson, configurationJson: readFileSync(join(directory, FILES.configuration), "utf8") };
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

function output(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((done, fail) => {
    // Node.js would end it at a megabyte, which a plan of this size has.
    execFile(program, args, { env, maxBuffer: Number.POSITIVE_INFINITY }, (error, stdout) =>
      error ? fail(error) : done(stdout),
    );
  });
}
