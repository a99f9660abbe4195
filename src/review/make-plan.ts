import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { stackFolder } from "../config/names";
import { emptyFolder } from "../files/own-folder";
import { RefusedError } from "../terminal/refused";
import { PLAN_FILE } from "./saved-plan";
import { synthesize, Terraform } from "./terraform";

const CONFIGURATION = "cdk.tf.json";

export interface MakePlanProps {
  readonly suffix: string;
  /** Folder that gets the plan; what was there before is removed. */
  readonly directory: string;
  /** Whether to plan the end of the environment. @default false */
  readonly destroy?: boolean;
  /** What the programs run with; its `ENVIRONMENT_SUFFIX` is the suffix. */
  readonly env: NodeJS.ProcessEnv;
  /** Told what is done next. */
  readonly onPhase: (phase: string) => void;
}

export interface MadePlan {
  /** What `terraform show -json` prints: secrets in the clear. */
  readonly planJson: string;
  /** The `cdk.tf.json` that was planned. */
  readonly configurationJson: string;
  /** Where it was planned, and can be applied. */
  readonly terraform: Terraform;
}

/**
 * Synthesizes, and lets Terraform plan to a file. The state is read and not locked, so that rights to read are enough: a
 * plan that somebody overtakes is refused when it is applied.
 *
 * @throws RefusedError; or when a step fails: what it said is on the standard error
 */
export async function makePlan(props: MakePlanProps): Promise<MadePlan> {
  const { suffix, directory, destroy, env, onPhase } = props;
  const terraform = new Terraform(stackFolder(suffix), env);
  const planFile = join(directory, PLAN_FILE);

  onPhase("synthesize");
  await synthesize(env, resolve("cdktf.out"));
  const foreign = readdirSync(terraform.folder).filter(
    (name) => /\.(tf|tfvars)(\.json)?$/.test(name) && name !== CONFIGURATION,
  );
  if (foreign.length > 0) {
    throw new RefusedError(
      `${terraform.folder} also holds ${foreign.join(", ")}, which Terraform would read: remove it`,
    );
  }
  onPhase("terraform init");
  await terraform.run("init", "-reconfigure"); // another environment's backend may have been used here
  onPhase("terraform plan: compares what is there with what is configured");
  emptyFolder(directory);
  await terraform.run("plan", "-lock=false", `-out=${planFile}`, ...(destroy ? ["-destroy"] : []));
  onPhase("review");
  return {
    terraform,
    planJson: await terraform.show(planFile),
    configurationJson: readFileSync(join(terraform.folder, CONFIGURATION), "utf8"),
  };
}
