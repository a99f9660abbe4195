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

/** Name of Terraform's plan file, which contains the plan, the configuration, the state and the providers' checksums. */
export const PLAN_FILE = "plan.tfplan";

/**
 * A file with a fingerprint of the input of the last `terraform init`. While the input is unchanged, plans skip init, which takes two
 * seconds.
 */
const INITIALIZED = join(".terraform", "initialized-for");

/** The file in which init records its backend. Only this file contains values that were given with `-backend-config`. */
const BACKEND = join(".terraform", "terraform.tfstate");

/** Summary of Terraform's warning that the CLI configuration contains dev_overrides. */
const OVERRIDDEN = "Provider development overrides are in effect";
const REPLACED =
  "dev_overrides make Terraform run another program than the AWS provider: remove them from Terraform's CLI configuration (~/.terraformrc, or the file in TF_CLI_CONFIG_FILE)";

/** Options of {@link makePlan}. */
export interface MakePlanProps {
  /** The app that is synthesized. */
  readonly app: App;
  /** Folder for the plan. Files of an earlier plan in this folder are removed. */
  readonly directory: string;
  /** Whether to plan the destruction of everything. @default false */
  readonly destroy?: boolean;
  /** Environment variables for synth and Terraform: see `terraformEnvironment`. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Called at the beginning of each phase. */
  readonly onPhase: (phase: string) => void;
  /** Called with each event of `terraform plan`. @default - events are ignored */
  readonly onEvent?: (event: TerraformEvent) => void;
  /** Called with each line of Terraform's text output. @default - the line goes to standard error */
  readonly onText?: (line: string) => void;
  /** A promise that is awaited between synth and plan. @default - none */
  readonly before?: Promise<unknown>;
  /** How many resources Terraform reads at once. @default - 10, Terraform's default */
  readonly parallelism?: number | undefined;
}

/** A plan, with the files that a review needs. */
export interface MadePlan {
  /** The output of `terraform show -json`. It contains secrets as plain text. */
  readonly planJson: string;
  /** The `cdk.tf.json` of the plan. */
  readonly configurationJson: string;
  /** Terraform in the folder of the configuration. The plan can be applied with this object. */
  readonly terraform: Terraform;
  readonly planFile: string;
}

/**
 * Synthesizes an app and saves a plan. The state is read without a lock, so read permissions are enough. If the state changes after
 * the plan, Terraform refuses to apply the plan.
 *
 * @throws RefusedError if Terraform or the configuration is refused
 * @throws TerraformError if Terraform fails
 * @throws the signal's reason after an interruption
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
  emptyFolder(directory); // comes first, so that an unusable folder is refused before the slow steps
  await requireTerraform(env).catch((error: Error) => {
    signal.throwIfAborted(); // Ctrl-C also stops the program that was started here
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
    // Files that an earlier init installed may be gone. Terraform's error then asks for "terraform init" or names the missing plugins.
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
 * Refuses a configuration that makes Terraform run a program. Even a plan may run such programs, and its output does not show them.
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
 * A hash of the input of init in a folder: the configured backend, the backend that init recorded, the providers and their checksums.
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
  await terraform.events("init", ["-reconfigure"]); // this folder may have been initialized for another environment's backend
  writeFileSync(join(terraform.folder, INITIALIZED), fingerprint(terraform.folder));
}
