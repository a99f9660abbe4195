import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { CloudWatchClient, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import {
  DeregisterTargetsCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type Listener,
  ModifyListenerCommand,
  RegisterTargetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { type Parameter, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { EnvironmentLock } from "../../src/lock/lock";
import type { Lock } from "../../src/lock/stored-lock";
import { weightParameterName } from "../../src/naming/weight-parameter";
import { ACCOUNT_ID, withoutUserSettings } from "../../src/rehearsal/emulator";
import type { Workspace } from "../../src/rehearsal/workspace";
import { readParameter } from "../../src/release/traffic-control";
import { CommandProcess, type Ended } from "./release-process";
import { FaultProxy } from "./release-proxy";
import { type Account, untilStale } from "./support";

const PROJECT = resolve(__dirname, "../..");

/** Short, so that a release takes seconds. */
export const QUICK = ["--bake", "1s", "--poll", "1s", "--yes"];

/** A deployed environment to release in: the tool by a proxy, everybody else straight at the emulator. */
export class Stage {
  public readonly directory: string;
  public readonly s3: S3Client;
  public readonly ssm: SSMClient;
  public readonly cloudWatch: CloudWatchClient;
  private readonly elb: ElasticLoadBalancingV2Client;
  private readonly started: CommandProcess[] = [];

  private constructor(
    public readonly account: Account,
    public readonly workspace: Workspace,
    public readonly proxy: FaultProxy,
  ) {
    const { client } = account.emulator;
    this.directory = dirname(workspace.logFile);
    this.s3 = new S3Client(client);
    this.ssm = new SSMClient(client);
    this.cloudWatch = new CloudWatchClient(client);
    this.elb = new ElasticLoadBalancingV2Client(client);
  }

  /** An environment that is not deployed yet. */
  public static async open(account: Account): Promise<Stage> {
    const workspace = await account.environment("rel");
    const stage = new Stage(account, workspace, await FaultProxy.open(account.emulator.endpoint));
    stage.configure("rel", { accountId: ACCOUNT_ID });
    return stage;
  }

  /** Writes an environment's file. */
  public configure(suffix: string, settings: object): void {
    writeFileSync(join(this.directory, "environments", `${suffix}.json`), JSON.stringify(settings));
  }

  /** Starts the release tool. */
  public start(...args: string[]): CommandProcess {
    const variables = { ...this.workspace.variables, AWS_ENDPOINT_URL: this.proxy.endpoint };
    return this.process("release", args, this.directory, variables);
  }

  /** Runs the release tool to its end. */
  public release(...args: string[]): Promise<Ended> {
    return this.start(...args).ended;
  }

  /** Starts `npm run deploy` or `npm run destroy` of a workspace's stack. */
  public change(operation: "deploy" | "destroy", ...more: string[]): CommandProcess {
    const args = ["--auto-approve", "--json", "--parallelism", "64", ...more];
    return this.process(operation, args, this.directory, this.workspace.variables);
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

  private process(
    name: string,
    args: readonly string[],
    cwd: string,
    variables: Workspace["variables"],
  ): CommandProcess {
    const env = { ...withoutUserSettings(process.env), ...variables, CI: "1" };
    const started = new CommandProcess(name, args, cwd, env);
    this.started.push(started);
    return started;
  }

  /** Whether an object is in the state bucket. */
  public async has(Key: string): Promise<boolean> {
    const { Contents = [] } = await this.s3.send(
      new ListObjectsV2Command({ Bucket: this.account.stateBucket, Prefix: Key }),
    );
    return Contents.some((it) => it.Key === Key);
  }

  /** Green's weight, on the listener and in the parameter. */
  public async green(): Promise<{ live: number | undefined; recorded: number }> {
    const [listener, parameter] = await Promise.all([this.listener(), this.parameter()]);
    const groups = listener.DefaultActions?.[0]?.ForwardConfig?.TargetGroups ?? [];
    const live = groups.find(({ TargetGroupArn }) => TargetGroupArn?.includes("target-group-green"))?.Weight;
    return { live, recorded: Number(parameter?.Value) };
  }

  public parameter(): Promise<Parameter | undefined> {
    return readParameter(this.ssm, weightParameterName("rel"));
  }

  /** Writes what is no weight, as a hand might. */
  public async breakRecord(): Promise<void> {
    const { Name } = (await this.parameter()) ?? {};
    await this.ssm.send(new PutParameterCommand({ Name, Value: "half", Overwrite: true }));
  }

  /** Moves the listener as somebody at the console would. */
  public async moveByHand(green: number): Promise<void> {
    const { ListenerArn, DefaultActions: [action] = [] } = await this.listener();
    const TargetGroups = action?.ForwardConfig?.TargetGroups?.map((group) => ({
      ...group,
      Weight: group.TargetGroupArn?.includes("target-group-green") ? green : 100 - green,
    }));
    const DefaultActions = [
      { Type: "forward" as const, ForwardConfig: { ...action?.ForwardConfig, TargetGroups } },
    ];
    await this.elb.send(new ModifyListenerCommand({ ListenerArn, DefaultActions }));
  }

  /** Takes all targets from green. @returns what gives them back */
  public async deregisterTargets(): Promise<() => Promise<unknown>> {
    const groups = (await this.listener()).DefaultActions?.[0]?.ForwardConfig?.TargetGroups ?? [];
    const { TargetGroupArn } = groups.find((it) => it.TargetGroupArn?.includes("target-group-green")) ?? {};
    const { TargetHealthDescriptions = [] } = await this.elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn }),
    );
    const Targets = TargetHealthDescriptions.map(({ Target }) => ({ ...Target, Id: Target?.Id }));
    await this.elb.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets }));
    return () => this.elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
  }

  public async setAlarm(AlarmName: string, StateValue: "ALARM" | "OK"): Promise<void> {
    const StateReason = "a test";
    await this.cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason }));
  }

  private get lockObject() {
    return { Bucket: this.account.stateBucket, Key: "rel/release.lock" };
  }

  /** Who holds the environment; nobody: `undefined`. */
  public async lock(): Promise<Lock | undefined> {
    try {
      const { Body } = await this.s3.send(new GetObjectCommand(this.lockObject));
      return JSON.parse((await Body?.transformToString()) ?? "");
    } catch {
      return undefined;
    }
  }

  /** Waits until nothing was heard of the lock's holder for long enough. */
  public untilStale(): Promise<void> {
    return untilStale(new EnvironmentLock(this.s3, this.account.stateBucket, "rel"));
  }

  /** Starts each test from the same: no lock, no fault, nobody at work, green at 20. */
  public async reset(): Promise<void> {
    this.proxy.intercept = () => undefined;
    this.proxy.faultEvery = 0;
    await this.endProcesses();
    await this.s3.send(new DeleteObjectCommand(this.lockObject));
    await this.moveByHand(20);
    await this.release("repair");
  }

  public async close(): Promise<void> {
    await this.endProcesses();
    this.proxy.close();
    await this.account.close();
  }

  private async endProcesses(): Promise<void> {
    for (const process of this.started.splice(0)) {
      process.kill("SIGKILL");
      await process.ended;
    }
  }

  private async listener(): Promise<Listener> {
    const { LoadBalancers: [balancer] = [] } = await this.elb.send(
      new DescribeLoadBalancersCommand({ Names: ["load-balancer-rel"] }),
    );
    const { Listeners: [listener] = [] } = await this.elb.send(
      new DescribeListenersCommand({ LoadBalancerArn: balancer?.LoadBalancerArn }),
    );
    if (listener === undefined) throw new Error("no listener");
    return listener;
  }
}
