import { createHash } from "node:crypto";
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { emptyFolder } from "../files/own-folder";
import { programsIn } from "../policy/programs";
import { printable } from "../terminal/printable";
import { RefusedError } from "../terminal/refused";
import type { TerraformEvent } from "./events";
import { oldFirst } from "./old-first";
import { type App, synthesize } from "./synthesize";
import { Terraform } from "./terraform";
import { requireTerraform } from "./version";

const CONFIGURATION = "cdk.tf.json";
const PROVIDERS_LOCK = ".terraform.lock.hcl";

/** The name of Terraform's plan file. This file contains the plan, the configuration, the state and the providers' checksums. */
export const PLAN_FILE = "plan.tfplan";

/**
 * The path of a file with a fingerprint (hash) of everything that the last `terraform init` depended on. If the present fingerprint is the
 * same, a plan skips init, which takes two seconds.
 */
const INITIALIZED = join(".terraform", "initialized-for");

/**
 * The path of the file in which `terraform init` records its backend. If somebody ran init with `-backend-config`, only this file contains
 * the given values.
 */
const BACKEND = join(".terraform", "terraform.tfstate");

/**
 * The summary of Terraform's warning about dev_overrides. In Terraform's CLI configuration, dev_overrides replace a provider with another
 * program.
 */
const OVERRIDDEN = "Provider development overrides are in effect";
const REPLACED =
  "dev_overrides make Terraform run another program than the AWS provider: remove them from Terraform's CLI configuration (~/.terraformrc, or the file in TF_CLI_CONFIG_FILE)";

/** Options of {@link makePlan}. */
export interface MakePlanProps {
  /** The app that is synthesized. */
  readonly app: App;
  /** The folder for the plan. Files of an earlier plan in this folder are removed. */
  readonly directory: string;
  /** True for a plan that destroys everything. @default false */
  readonly destroy?: boolean;
  /** Environment variables for the synthesis and for Terraform: see `terraformEnvironment`. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** A callback; it runs at the beginning of each phase. */
  readonly onPhase: (phase: string) => void;
  /** A callback; it gets each event of `terraform plan`. @default - events are ignored */
  readonly onEvent?: (event: TerraformEvent) => void;
  /** A callback; it gets each line that Terraform writes to standard error. @default - the line goes to standard error */
  readonly onText?: (line: string) => void;
  /** A promise; the plan begins only after the promise has resolved. @default - none */
  readonly before?: Promise<unknown>;
  /** The number of resources that Terraform reads at the same time. @default - 10, Terraform's default */
  readonly parallelism?: number | undefined;
}

/** A plan, with the files that a review needs. */
export interface MadePlan {
  /** The output of `terraform show -json`. It contains secrets as plain text. */
  readonly planJson: string;
  /** The `cdk.tf.json` of the plan. */
  readonly configurationJson: string;
  /** An object that runs Terraform in the folder of the configuration. The caller can apply the plan with it. */
  readonly terraform: Terraform;
  readonly planFile: string;
}

/**
 * Synthesizes an app, and saves a plan of it. Terraform reads the state without locking it, so read permissions are enough. If the state
 * changes after the plan, Terraform refuses to apply the plan.
 *
 * @throws RefusedError if a check refuses the installed Terraform or the configuration
 * @throws TerraformError if Terraform fails
 * @throws the abort reason of the signal after an interruption
 */
export async function makePlan(props: MakePlanProps): Promise<MadePlan> {
  const {
    app,
    directory,
    destroy,
    env,
    signal,
    onPhase,
    onEvent = () => {},
    onText,
    before,
    parallelism,
  } = props;
  emptyFolder(directory); // this is the first step, so that an unusable folder is refused before the slow steps
  await requireTerraform(env).catch((error: Error) => {
    signal.throwIfAborted(); // a Ctrl-C also stops `terraform version`, and is no sign that Terraform is missing
    throw error;
  });
  onPhase("synthesize");
  await synthesize(app, env, resolve("cdktf.out"), signal);
  const terraform = new Terraform(app.folder("cdktf.out"), env, signal, onText);
  refuseForeignFiles(terraform.folder);
  refusePrograms(readFileSync(join(terraform.folder, CONFIGURATION), "utf8"));
  await before;
  const planFile = join(directory, PLAN_FILE);
  let overridden = false;
  const plan = async () => {
    onPhase(destroy ? "terraform plan -destroy" : "terraform plan: compares AWS with the configuration");
    await terraform.events(
      "plan",
      [
        "-lock=false",
        `-out=${planFile}`,
        ...(destroy ? ["-destroy"] : []),
        ...(parallelism === undefined ? [] : [`-parallelism=${parallelism}`]),
      ],
      (event) => {
        if (event.type === "diagnostic" && event.diagnostic.summary === OVERRIDDEN) overridden = true;
        onEvent(event);
      },
    );
    chmodSync(planFile, 0o600); // the plan file holds the same secrets as the state
  };
  const initialized = isInitialized(terraform.folder);
  if (!initialized) await initialize(terraform, onPhase);
  await plan().catch(async (error: Error) => {
    signal.throwIfAborted();
    // Somebody may have deleted files that an earlier init installed. Terraform's error then asks for "terraform init" or lists the missing
    // plugins.
    if (!initialized || !/terraform init|Required plugins are not installed/.test(error.message)) throw error;
    await initialize(terraform, onPhase);
    await plan();
  });
  if (overridden) throw new RefusedError(REPLACED);
  onPhase("review");
  const configurationFile = join(terraform.folder, CONFIGURATION);
  let planJson = await terraform.show(planFile);
  const instead = oldFirst(readFileSync(configurationFile, "utf8"), planJson);
  if (instead !== undefined) {
    writeFileSync(configurationFile, instead);
    await plan();
    onPhase("review");
    planJson = await terraform.show(planFile);
  }
  const configurationJson = readFileSync(configurationFile, "utf8");
  return { terraform, planFile, planJson, configurationJson };
}

function refuseForeignFiles(folder: string): void {
  const foreign = readdirSync(folder).filter(
    (name) => /\.(tf|tfvars)(\.json)?$/.test(name) && name !== CONFIGURATION,
  );
  if (foreign.length > 0) {
    throw new RefusedError(
      `${folder} also contains ${foreign.join(", ")}, which Terraform would read: remove ${foreign.length === 1 ? "this file" : "these files"}`,
    );
  }
}

/**
 * Refuses a configuration that makes Terraform run a program. Even `terraform plan` may run such a program, and its output does not show
 * that.
 *
 * @param configurationJson a `cdk.tf.json`
 * @throws RefusedError if the configuration would run a program
 */
export function refusePrograms(configurationJson: string): void {
  const found = programsIn(JSON.parse(configurationJson));
  if (found.length === 0) return;
  throw new RefusedError(
    [
      "this configuration would make Terraform run a program, which a plan does not show:",
      ...found.map(({ address, problem }) => `  ${printable(address)}: ${problem}`),
    ].join("\n"),
  );
}

/**
 * Returns a hash of everything that `terraform init` depends on in a folder: the configured backend, the backend that init recorded, the
 * providers and their checksums.
 */
function fingerprint(folder: string): string {
  const { terraform } = JSON.parse(readFileSync(join(folder, CONFIGURATION), "utf8")) as {
    terraform: unknown;
  };
  const [locked, backend] = [PROVIDERS_LOCK, BACKEND].map((name) => {
    const file = join(folder, name);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  });
  return createHash("sha256")
    .update(JSON.stringify([terraform, locked, backend]))
    .digest("hex");
}

function isInitialized(folder: string): boolean {
  const file = join(folder, INITIALIZED);
  return existsSync(file) && readFileSync(file, "utf8") === fingerprint(folder);
}

async function initialize(terraform: Terraform, onPhase: (phase: string) => void): Promise<void> {
  onPhase("terraform init");
  await terraform.events("init", ["-reconfigure"]); // -reconfigure: the folder may have been initialized for another environment's backend
  writeFileSync(join(terraform.folder, INITIALIZED), fingerprint(terraform.folder));
}
