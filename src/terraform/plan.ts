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

/** Holds what the folder was initialized for, so that it is not done again before each plan: it takes two seconds. */
const INITIALIZED = join(".terraform", "initialized-for");

/** Where init writes which backend it was for: what somebody says by `-backend-config` is there and nowhere else. */
const BACKEND = join(".terraform", "terraform.tfstate");

/** Terraform's warning that a CLI configuration's dev_overrides are in force, the home folder's own or a named one's. */
const OVERRIDDEN = "Provider development overrides are in effect";
const REPLACED =
  "Terraform runs another program than the AWS provider: remove dev_overrides from its CLI configuration (~/.terraformrc, or the file that TF_CLI_CONFIG_FILE names)";

export interface MakePlanProps {
  /** What is synthesized. */
  readonly app: App;
  /** Folder that gets the plan; what an earlier plan left there is removed. */
  readonly directory: string;
  /** Whether to plan the end of everything. @default false */
  readonly destroy?: boolean;
  /** What the programs run with: see `terraformEnvironment`. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Told what is done next, and what Terraform says of it. */
  readonly onPhase: (phase: string) => void;
  readonly onEvent?: (event: TerraformEvent) => void;
  /** Told what Terraform says to people, a line each. @default - standard error */
  readonly onText?: (line: string) => void;
  /** Awaited between synthesizing and planning. @default - nothing */
  readonly before?: Promise<unknown>;
  /** How many resources Terraform looks at at once. @default - Terraform's own 10 */
  readonly parallelism?: number | undefined;
}

export interface MadePlan {
  /** What `terraform show -json` prints: secrets in the clear. */
  readonly planJson: string;
  /** The `cdk.tf.json` that was planned. */
  readonly configurationJson: string;
  /** Where it was planned, and can be applied. */
  readonly terraform: Terraform;
  readonly planFile: string;
}

/**
 * Synthesizes, and lets Terraform plan to a file. The state is read and not locked, so that rights to read are enough: a
 * plan that somebody overtakes is refused when it is applied.
 *
 * @throws RefusedError, TerraformError; the reason of the signal when it was interrupted
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
  emptyFolder(directory); // first of all: what is refused is refused before anything else
  await requireTerraform(env).catch((error: Error) => {
    signal.throwIfAborted(); // Ctrl-C reaches that program too
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
    chmodSync(planFile, 0o600); // it holds what the state holds
  };
  const initialized = isInitialized(terraform.folder);
  if (!initialized) await initialize(terraform, onPhase);
  await plan().catch(async (error: Error) => {
    signal.throwIfAborted();
    // What init had installed may be gone meanwhile; Terraform then says which command it needs, or what is missing.
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
 * Refuses a configuration by which Terraform would run a program: a plan runs some already, and shows none.
 *
 * @param configurationJson a `cdk.tf.json`
 * @throws RefusedError
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

/** The backend as it is configured and as init has taken it, the providers and their checksums, as the folder has them now. */
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
  await terraform.events("init", ["-reconfigure"]); // another environment's backend may have been used here
  writeFileSync(join(terraform.folder, INITIALIZED), fingerprint(terraform.folder));
}
