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

/** Terraform's own file: plan, configuration, state and the providers' checksums. */
export const PLAN_FILE = "plan.tfplan";

/**
 * The file with the input of the last `terraform init`, so that init, which takes two seconds, does not run again before each
 * plan.
 */
const INITIALIZED = join(".terraform", "initialized-for");

/** The file in which init records its backend: values of `-backend-config` are only there. */
const BACKEND = join(".terraform", "terraform.tfstate");

/** Terraform's warning that the dev_overrides of a CLI configuration are in force. */
const OVERRIDDEN = "Provider development overrides are in effect";
const REPLACED =
  "Terraform runs another program than the AWS provider: remove dev_overrides from its CLI configuration (~/.terraformrc, or the file that TF_CLI_CONFIG_FILE names)";

export interface MakePlanProps {
  /** The app that is synthesized. */
  readonly app: App;
  /** Folder for the plan; files of an earlier plan in it are removed. */
  readonly directory: string;
  /** Whether to plan the destruction of everything. @default false */
  readonly destroy?: boolean;
  /** Environment variables of the programs: see `terraformEnvironment`. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Called with the next phase, and with Terraform's events. */
  readonly onPhase: (phase: string) => void;
  readonly onEvent?: (event: TerraformEvent) => void;
  /** Called with each line of Terraform's text for people. @default - standard error */
  readonly onText?: (line: string) => void;
  /** Awaited between synth and plan. @default - nothing */
  readonly before?: Promise<unknown>;
  /** How many resources Terraform reads at once. @default - Terraform's own 10 */
  readonly parallelism?: number | undefined;
}

export interface MadePlan {
  /** The output of `terraform show -json`, with secrets in the clear. */
  readonly planJson: string;
  /** The `cdk.tf.json` of the plan. */
  readonly configurationJson: string;
  /** Terraform in the folder in which the plan was made, and can be applied. */
  readonly terraform: Terraform;
  readonly planFile: string;
}

/**
 * Synthesizes, and lets Terraform plan to a file. The state is read without a lock, so permissions to read are enough: a plan
 * that becomes stale is refused when it is applied.
 *
 * @throws RefusedError, TerraformError, and the signal's reason after an interruption
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
  emptyFolder(directory); // comes first, so that refusals come before anything else
  await requireTerraform(env).catch((error: Error) => {
    signal.throwIfAborted(); // Ctrl-C reaches the synthesizing program too
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
    onPhase(
      destroy ? "terraform plan -destroy" : "terraform plan: compares what is there with what is configured",
    );
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
    // The files that init had installed may be gone; Terraform then names the command that it needs, or the missing file.
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
      `${folder} also holds ${foreign.join(", ")}, which Terraform would read: remove it`,
    );
  }
}

/**
 * Refuses a configuration that makes Terraform run a program: even a plan may run programs, and shows none.
 *
 * @param configurationJson a `cdk.tf.json`
 * @throws RefusedError where the configuration would run a program
 */
export function refusePrograms(configurationJson: string): void {
  const found = programsIn(JSON.parse(configurationJson));
  if (found.length === 0) return;
  throw new RefusedError(
    [
      "this configuration would run a program that no plan shows:",
      ...found.map(({ address, problem }) => `  ${printable(address)}: ${problem}`),
    ].join("\n"),
  );
}

/**
 * The present input of init in the folder: the configured backend, the backend that init recorded, the providers and their
 * checksums.
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
