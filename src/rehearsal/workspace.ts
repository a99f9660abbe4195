import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { stackName } from "../naming/names";
import { parseEvent } from "../terraform/events";
import { ApplyProgress } from "../terraform/progress";
import { type Emulator, withoutUserSettings } from "./emulator";
import { run } from "./process";
import type { Toolchain } from "./toolchain";

const PROJECT = resolve(__dirname, "../..");

/**
 * Paths in the checkout. For each path, a workspace contains a symbolic link to the checkout's file or folder. With these links, the
 * commands in README and in the runbooks work unchanged in the workspace.
 */
const LINKED = [
  ".npmrc",
  "account.example.json",
  "account.previews.example.json",
  "cdktf.json",
  "docs",
  "environments/environment.schema.json",
  "environments/prod.example.json",
  "help",
  "main.ts",
  "node_modules",
  "package.json",
  "src",
];

/**
 * The number of resources that Terraform changes at the same time. The provider mostly waits for AWS, so Terraform's default of 10 would be
 * slow.
 */
const PARALLELISM = "64";

export interface WorkspaceProps {
  /** The folder of the workspace. It is created if it is missing. */
  readonly directory: string;
  readonly suffix: string;
  readonly stateBucket: string;
  readonly emulator: Emulator;
  readonly toolchain: Toolchain;
  readonly env: NodeJS.ProcessEnv;
  /** The settings, which are written to `environments/<suffix>.json`. */
  readonly environment: object;
}

export interface PhaseOptions {
  /** A callback that is called after each step of `terraform apply`. */
  readonly onProgress?: (progress: ApplyProgress) => void;
  /** If this signal is aborted, the running command is interrupted and stops in an orderly way. */
  readonly signal?: AbortSignal;
  /** Further environment variables for the command. @default - no further variables */
  readonly variables?: Readonly<Record<string, string>>;
}

export class PhaseError extends Error {
  override readonly name = "PhaseError";
}

/**
 * A folder for one rehearsed environment. The folder contains symbolic links to the checkout's files. Several workspaces can be used at the
 * same time. The checkout itself is not changed.
 */
export class Workspace {
  readonly suffix: string;
  readonly stack: string;
  readonly logFile: string;
  private readonly outputsFile: string;

  constructor(private readonly props: WorkspaceProps) {
    const { directory, suffix, environment } = props;
    this.suffix = suffix;
    this.stack = stackName(suffix);
    this.logFile = join(directory, "rehearsal.log");
    this.outputsFile = join(directory, "outputs.json");
    mkdirSync(join(directory, "environments"), { recursive: true });
    for (const path of LINKED) symlinkSync(join(PROJECT, path), join(directory, path));
    writeFileSync(join(directory, "environments", `${suffix}.json`), JSON.stringify(environment, null, 2));
  }

  /** The environment variables for commands. With them, the commands use this workspace's environment in the emulator. */
  get variables(): Readonly<Record<string, string>> {
    const { emulator, toolchain, suffix, stateBucket } = this.props;
    return {
      ...emulator.variables,
      ...toolchain.variables,
      ENVIRONMENT_SUFFIX: suffix,
      STATE_BUCKET: stateBucket,
    };
  }

  /** Runs `npm run deploy`. @returns the stack's outputs */
  async deploy(options: PhaseOptions = {}): Promise<Record<string, unknown>> {
    await this.change("deploy", ["--outputs-file", this.outputsFile], options);
    return JSON.parse(readFileSync(this.outputsFile, "utf8"))[this.stack] ?? {};
  }

  async destroy(options: PhaseOptions = {}): Promise<void> {
    await this.change("destroy", [], options);
  }

  /** Runs `terraform plan`. @returns true if the plan is empty */
  async isSettled(options: PhaseOptions = {}): Promise<boolean> {
    const args = ["-detailed-exitcode", "-input=false", "-no-color", `-parallelism=${PARALLELISM}`];
    const code = await this.terraform("plan", args, options);
    if (code !== 0 && code !== 2) throw new PhaseError(`terraform plan failed with exit code ${code}`);
    return code === 0;
  }

  /** Runs Terraform in the folder of the synthesized stack, as some runbooks do. @returns the exit code */
  terraform(command: string, args: readonly string[], options: PhaseOptions = {}): Promise<number> {
    const all = [`-chdir=cdktf.out/stacks/${this.stack}`, command, ...args];
    return this.run(this.props.toolchain.terraform, all, options);
  }

  /** Runs one of the project's commands, as `npm run` does. @returns the exit code */
  command(
    name:
      | "apply"
      | "bootstrap"
      | "deploy"
      | "destroy"
      | "drill"
      | "migrate"
      | "plan"
      | "previews"
      | "release"
      | "restore"
      | "review"
      | "sweep"
      | "verify",
    args: readonly string[],
    options: PhaseOptions,
    onLine: (line: string) => void,
  ): Promise<number> {
    const program = ["--require", join(PROJECT, "src/register.js"), join(PROJECT, `src/commands/${name}.ts`)];
    return this.run(process.execPath, [...program, ...args], options, onLine);
  }

  private async change(
    operation: "deploy" | "destroy",
    args: readonly string[],
    options: PhaseOptions,
  ): Promise<void> {
    let progress: ApplyProgress | undefined;
    const all = ["--auto-approve", "--json", "--parallelism", PARALLELISM, ...args];
    const code = await this.command(operation, all, options, (line) => {
      const said = parseEvent(line) as { type: string; counts?: Record<string, number> } | undefined;
      if (said === undefined) return;
      if (said.type === "review") {
        const { create = 0, update = 0, replace = 0, destroy = 0 } = said.counts ?? {};
        progress = new ApplyProgress(create + update + 2 * replace + destroy);
      }
      if (progress === undefined) return;
      progress.note(said as Parameters<ApplyProgress["note"]>[0]);
      options.onProgress?.(progress);
    });
    if (code !== 0) throw new PhaseError(`npm run ${operation} failed with exit code ${code}`);
  }

  private async run(
    command: string,
    args: readonly string[],
    { signal, variables }: PhaseOptions,
    onLine: (line: string) => void = () => {},
  ) {
    const { directory, emulator, env } = this.props;
    const code = await run(command, args, {
      cwd: directory,
      env: { ...withoutUserSettings(env), ...this.variables, ...variables },
      logFile: this.logFile,
      onLine,
      signal: AbortSignal.any([emulator.gap, ...(signal ? [signal] : [])]),
    });
    emulator.gap.throwIfAborted();
    signal?.throwIfAborted();
    return code;
  }
}
