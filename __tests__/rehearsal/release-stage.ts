import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { ACCOUNT_ID, withoutUserSettings } from "../../src/rehearsal/emulator";
import { invoke } from "../../src/rehearsal/invoke";
import { type Ticks, ticking } from "../../src/rehearsal/ticks";
import type { Workspace } from "../../src/rehearsal/workspace";
import type { ReleaseDocument } from "../../src/release/controller/document";
import type { Result } from "../../src/release/controller/tick-state";
import { CommandProcess, type Ended } from "./release-process";
import { FaultProxy } from "./release-proxy";
import { StageAws } from "./release-stage-aws";
import { Account } from "./support";

const PROJECT = resolve(__dirname, "../..");

export const CONTROLLER = "release-controller-rel";
/** Real milliseconds of a minute of the controller, which here ticks every other one; and of one of the commands, which look every five seconds of theirs. */
const CONTROLLER_MINUTE = 500;
const COMMAND_SPEED = 8;

/** Minutes of a step: what the slowest release alarm takes, where requests judge nothing. */
export const BAKE = 13;
export const SETTINGS = {
  accountId: ACCOUNT_ID,
  release: {
    steps: [40, 100].map((weight) => ({ weight, bakeMinutes: BAKE })),
    minRequests: 0,
  },
  application: { green: { image: "public.ecr.aws/docker/library/nginx:green" } },
};

/** A deployed environment to release in: commands and the controller each by a proxy, everybody else straight at the emulator. */
export class Stage {
  public readonly directory: string;
  /** What is there, and what hands do to it. */
  public readonly aws: StageAws;
  public ticks: Ticks | undefined;
  private readonly started: CommandProcess[] = [];

  private constructor(
    public readonly account: Account,
    public readonly workspace: Workspace,
    /** Calls of the commands. */
    public readonly commands: FaultProxy,
    /** Calls of the controller. */
    public readonly functions: FaultProxy,
  ) {
    this.directory = dirname(workspace.logFile);
    this.aws = new StageAws(account.emulator.client, account.stateBucket);
  }

  /** An environment that is not deployed yet. @param name of the test file */
  public static async open(name: string): Promise<Stage> {
    const [commands, functions] = await Promise.all([FaultProxy.open(), FaultProxy.open()]);
    const account = await Account.open(name, {
      functionMinute: CONTROLLER_MINUTE,
      functionsEndpoint: functions.endpoint,
    });
    commands.target = functions.target = account.emulator.endpoint;
    const stage = new Stage(account, await account.environment("rel"), commands, functions);
    stage.configure("rel", SETTINGS);
    return stage;
  }

  /** Deploys it; from then on the controller ticks. */
  public async deploy(): Promise<void> {
    await this.workspace.deploy();
    this.ticks = ticking(this.account.emulator, CONTROLLER, 2 * CONTROLLER_MINUTE);
  }

  /** Writes an environment's file. */
  public configure(suffix: string, settings: object): void {
    writeFileSync(join(this.directory, "environments", `${suffix}.json`), JSON.stringify(settings));
  }

  /** Starts `npm run release`. */
  public start(...args: string[]): CommandProcess {
    return this.process("release", args, this.commandVariables(args[0]));
  }

  /** Starts `npm run release` by npm itself. */
  public startByNpm(...args: string[]): CommandProcess {
    return this.process("release", args, this.commandVariables(args[0]), true);
  }

  /** Runs `npm run release` to its end. */
  public release(...args: string[]): Promise<Ended> {
    return this.start(...args).ended;
  }

  /** Starts a release of green, which goes on without anybody. @returns its id */
  public async begin(...args: string[]): Promise<string> {
    const { code, output } = await this.release("start", "--to", "green", "--yes", "--no-follow", ...args);
    if (code !== 0) throw new Error(`start ended with ${code}:\n${output}`);
    return (await this.document())?.release?.id ?? "";
  }

  /** Starts `npm run deploy` or `npm run destroy`. */
  public change(operation: "deploy" | "destroy", ...more: string[]): CommandProcess {
    const args = ["--auto-approve", "--json", "--parallelism", "64", ...more];
    return this.process(operation, args, this.workspace.variables);
  }

  /** Writes the Terraform JSON of what the environment's file says now. */
  public synthesize(): void {
    const main = [join(PROJECT, "main.ts")];
    const env = { ...withoutUserSettings(process.env), ...this.workspace.variables };
    execFileSync(process.execPath, ["--require", join(PROJECT, "src/register.js"), ...main], {
      cwd: this.directory,
      env,
    });
  }

  /** A status compares times with the controller's, so it has its clock; others wait by one that lets them look often enough. */
  private commandVariables(command = ""): Readonly<Record<string, string>> {
    const { functionClock } = this.account.emulator;
    return {
      ...this.workspace.variables,
      AWS_ENDPOINT_URL: this.commands.endpoint,
      ...functionClock.variables(),
      ...(command !== "status" && {
        REHEARSED_EPOCH: String(Date.now()),
        REHEARSED_SPEED: String(COMMAND_SPEED),
      }),
    };
  }

  private process(
    name: string,
    args: readonly string[],
    variables: Readonly<Record<string, string>>,
    byNpm = false,
  ): CommandProcess {
    const env = { ...withoutUserSettings(process.env), ...variables, CI: "1" };
    const started = new CommandProcess(name, args, this.directory, env, byNpm);
    this.started.push(started);
    return started;
  }

  /** What the controller wants, and where it is; without a release so far `undefined`. */
  public document(): Promise<ReleaseDocument | undefined> {
    return this.aws.json("rel/release.json") as Promise<ReleaseDocument | undefined>;
  }

  /** Waits until the document is as wanted. @throws after two minutes */
  public async until(
    what: string,
    holds: (document: ReleaseDocument) => boolean | Promise<boolean>,
  ): Promise<ReleaseDocument> {
    for (const end = Date.now() + 120_000; ; await sleep(100)) {
      const document = await this.document();
      if (document !== undefined && (await holds(document))) return document;
      if (Date.now() > end) {
        const { commands: _, ...shown } = document ?? { commands: [] };
        const failures = this.ticks?.failures.slice(-3).join("\n");
        throw new Error(`not in time: ${what}; the document: ${JSON.stringify(shown)}; ticks: ${failures}`);
      }
    }
  }

  /** Waits until the release is in one of its phases. */
  public reaches(...phases: ReleaseDocument["phase"][]): Promise<ReleaseDocument> {
    return this.until(phases.join(" or "), ({ phase }) => phases.includes(phase));
  }

  /** Waits until green's weight is live, and the record says so. */
  public isAt(green: number): Promise<ReleaseDocument> {
    return this.until(`green ${green} %`, async () => {
      const { live, recorded } = await this.aws.green();
      return live === green && recorded === green;
    });
  }

  /** Sets an alarm's state; `reset` makes it OK again. */
  public async setAlarm(AlarmName: string, StateValue: "ALARM" | "OK"): Promise<void> {
    const StateReason = "a test";
    if (StateValue === "ALARM") this.aws.inAlarm.add(AlarmName);
    await this.aws.cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason }));
  }

  /** Asks the controller for something, as a command does. */
  public async ask(kind: "hold" | "repair" | "status"): Promise<Result> {
    const command = { id: randomUUID(), by: "a test", reason: "between two tests", kind };
    const { error, payload } = await invoke(this.account.emulator, CONTROLLER, { command });
    if (error) throw new Error(JSON.stringify(payload));
    return payload as unknown as Result;
  }

  /** Starts each test from the same: no fault, nobody at work, nothing wanted, green at 20. */
  public async reset(): Promise<void> {
    await this.endProcesses();
    this.commands.heal();
    this.functions.heal();
    await this.aws.restore();
    await this.aws.freeForeignLock();
    do {
      await this.ask("hold");
      await this.aws.moveByHand(20);
      await this.ask("repair"); // where a tick came between, it took the move for a late one of its own, and undid it
    } while ((await this.aws.green()).live !== 20);
    await this.until("idle at 20", async ({ phase, want }) => {
      const { live, recorded } = await this.aws.green();
      const isFree = (await this.aws.lock()) === undefined;
      return phase === "idle" && want === 20 && live === 20 && recorded === 20 && isFree;
    });
    this.functions.subjects.length = 0;
  }

  public async close(): Promise<void> {
    await this.endProcesses();
    await this.ticks?.stop();
    this.commands.close();
    this.functions.close();
    await this.account.close();
  }

  private async endProcesses(): Promise<void> {
    for (const process of this.started.splice(0)) await process.end();
  }
}
