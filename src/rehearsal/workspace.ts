import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { stackName } from "../config/names";
import { InterruptibleTerraform } from "../state/interruptible-terraform";
import { type Emulator, withoutUserSettings } from "./emulator";
import { run } from "./process";
import type { Toolchain } from "./toolchain";

const PROJECT = resolve(__dirname, "../..");
const REGISTER = join(PROJECT, "src/register.js");
const CDKTF = require.resolve("cdktf-cli/bundle/bin/cdktf");

/** The provider mostly sleeps until AWS says "available"; Terraform's default of 10 would queue those sleeps. */
const PARALLELISM = 64;

export interface WorkspaceProps {
  /** Directory of this rehearsal, made if it is missing. */
  readonly directory: string;
  readonly suffix: string;
  readonly stateBucket: string;
  readonly emulator: Emulator;
  readonly toolchain: Toolchain;
  readonly env: NodeJS.ProcessEnv;
  /** Written to `environments/<suffix>.json`. @default - no file: the environment is `ephemeral` */
  readonly environment?: object | undefined;
}

/** What a phase has done so far: `done` of `total` resources. `total` is 0 until Terraform has planned. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

export interface PhaseOptions {
  readonly onProgress?: (progress: Progress) => void;
  /** Aborting it interrupts Terraform, which then saves its state and releases its lock. */
  readonly signal?: AbortSignal;
}

export class PhaseError extends Error {
  override readonly name = "PhaseError";
}

/** One environment in a working directory of its own: several can run side by side, and the project's is untouched. */
export class Workspace {
  readonly suffix: string;
  readonly stack: string;
  readonly logFile: string;
  private readonly outputsFile: string;
  /** The Terraform that cdktf runs here. */
  readonly interruptible: InterruptibleTerraform;

  constructor(private readonly props: WorkspaceProps) {
    const { directory, suffix, environment, toolchain } = props;
    this.suffix = suffix;
    this.stack = stackName(suffix);
    this.logFile = join(directory, "rehearsal.log");
    this.outputsFile = join(directory, "outputs.json");
    mkdirSync(join(directory, "environments"), { recursive: true });
    const app = ["node", "--require", REGISTER, join(PROJECT, "main.ts")];
    const cdktf = {
      language: "typescript",
      app: app.map((word) => JSON.stringify(word)).join(" "),
      sendCrashReports: "false",
      projectId: "rehearsal",
    };
    writeFileSync(join(directory, "cdktf.json"), JSON.stringify(cdktf, null, 2));
    this.interruptible = new InterruptibleTerraform(toolchain.terraform, directory);
    if (environment) {
      writeFileSync(join(directory, "environments", `${suffix}.json`), JSON.stringify(environment, null, 2));
    }
  }

  /** The environment in which `cdktf` and `terraform` work on this workspace; the rest of the user's stays. */
  get variables(): Readonly<Record<string, string>> {
    const { emulator, toolchain, suffix, stateBucket } = this.props;
    return {
      ...emulator.variables,
      ...toolchain.variables,
      ENVIRONMENT_SUFFIX: suffix,
      STATE_BUCKET: stateBucket,
    };
  }

  /** @returns the stack's outputs */
  async deploy(options: PhaseOptions = {}): Promise<Record<string, unknown>> {
    await this.cdktf("deploy", ["--outputs-file", this.outputsFile], /: Creation complete after /, options);
    return JSON.parse(readFileSync(this.outputsFile, "utf8"))[this.stack] ?? {};
  }

  async destroy(options: PhaseOptions = {}): Promise<void> {
    await this.cdktf("destroy", ["--skip-synth"], /: Destruction complete after /, options);
  }

  /** Plans what was just deployed once more. @returns whether there is nothing left to change */
  async isSettled(options: PhaseOptions = {}): Promise<boolean> {
    const args = ["-detailed-exitcode", "-input=false", "-no-color", `-parallelism=${PARALLELISM}`];
    const code = await this.terraform("plan", args, options);
    if (code !== 0 && code !== 2) throw new PhaseError(`terraform plan failed with exit code ${code}`);
    return code === 0;
  }

  /** Runs Terraform itself in the synthesized stack, as a runbook would. @returns its exit code */
  terraform(command: string, args: readonly string[], options: PhaseOptions = {}): Promise<number> {
    const all = [`-chdir=cdktf.out/stacks/${this.stack}`, command, ...args];
    return this.run(this.props.toolchain.terraform, all, options);
  }

  /** Runs one of the project's own commands, as `npm run` would. @returns its exit code */
  command(
    name: "apply" | "migrate" | "plan" | "previews" | "release" | "review" | "sweep",
    args: readonly string[],
    options: PhaseOptions,
    onLine: (line: string) => void,
  ): Promise<number> {
    const program = ["--require", REGISTER, join(PROJECT, `src/commands/${name}.ts`)];
    return this.run(process.execPath, [...program, ...args], options, onLine);
  }

  private async cdktf(
    command: "deploy" | "destroy",
    args: string[],
    done: RegExp,
    options: PhaseOptions,
  ): Promise<void> {
    const progress = { done: 0, total: 0 };
    const all = [
      CDKTF,
      command,
      this.stack,
      "--auto-approve",
      "--no-color",
      "--terraform-parallelism",
      `${PARALLELISM}`,
    ];
    // `terraform providers lock` asks the registry, mirror or not; a rehearsal's lock file is thrown away with it.
    const code = await this.run(
      process.execPath,
      [...all, "--skip-provider-lock", ...args],
      options,
      (line) => {
        const plan = /Plan: (\d+) to add, \d+ to change, (\d+) to destroy/.exec(line);
        if (plan) progress.total = Number(command === "deploy" ? plan[1] : plan[2]);
        if (done.test(line)) progress.done += 1;
        options.onProgress?.(progress);
      },
    );
    if (code !== 0) throw new PhaseError(`cdktf ${command} failed with exit code ${code}`);
  }

  private async run(
    command: string,
    args: readonly string[],
    { signal }: PhaseOptions,
    onLine: (line: string) => void = () => {},
  ) {
    const { directory, emulator, env } = this.props;
    const code = await run(command, args, {
      cwd: directory,
      env: {
        ...withoutUserSettings(env),
        ...this.variables,
        CI: "1", // makes cdktf print lines instead of redrawing a screen
        ...this.interruptible.variables,
      },
      logFile: this.logFile,
      onLine,
      interrupt: () => this.interruptible.interrupt(),
      signal: AbortSignal.any([emulator.gap, ...(signal ? [signal] : [])]),
    });
    emulator.gap.throwIfAborted();
    signal?.throwIfAborted();
    return code;
  }
}
