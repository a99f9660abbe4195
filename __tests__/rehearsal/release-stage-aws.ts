import { CloudWatchClient, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import {
  type Action,
  DeregisterTargetsCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type Listener,
  ModifyListenerCommand,
  RegisterTargetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetParameterCommand, type Parameter, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Lock } from "../../src/lock/stored-lock";
import type { Color } from "../../src/naming/color";
import { weightParameterName } from "../../src/naming/weight-parameter";
import type { Emulator } from "../../src/rehearsal/emulator";

const LOCK = "rel/release.lock";

/** The environment `rel` in the emulator: what is there, and what hands do to it. */
export class StageAws {
  public readonly s3: S3Client;
  public readonly ssm: SSMClient;
  public readonly cloudWatch: CloudWatchClient;
  /** Alarms that were set to ALARM. */
  public readonly inAlarm = new Set<string>();
  private readonly elb: ElasticLoadBalancingV2Client;
  private readonly taken = new Map<Color, () => Promise<unknown>>();

  public constructor(
    client: Emulator["client"],
    private readonly bucket: string,
  ) {
    this.s3 = new S3Client(client);
    this.ssm = new SSMClient(client);
    this.cloudWatch = new CloudWatchClient(client);
    this.elb = new ElasticLoadBalancingV2Client(client);
  }

  /** Green's weight, on the listener and in the parameter. */
  public async green(): Promise<{ live: number | undefined; recorded: number }> {
    const [listener, parameter] = await Promise.all([this.listener(), this.parameter()]);
    const groups = listener.DefaultActions?.[0]?.ForwardConfig?.TargetGroups ?? [];
    const live = groups.find(({ TargetGroupArn }) => TargetGroupArn?.includes("target-group-green"))?.Weight;
    return { live, recorded: Number(parameter?.Value) };
  }

  public async parameter(): Promise<Parameter | undefined> {
    const get = new GetParameterCommand({ Name: weightParameterName("rel") });
    return (await this.ssm.send(get).catch(() => undefined))?.Parameter;
  }

  /** Writes what is no weight, as a hand might. */
  public async breakRecord(): Promise<void> {
    await this.ssm.send(
      new PutParameterCommand({ Name: weightParameterName("rel"), Value: "half", Overwrite: true }),
    );
  }

  /** Moves the listener as somebody at the console would. */
  public async moveByHand(green: number): Promise<void> {
    const TargetGroups = await Promise.all(
      (["blue", "green"] as const).map(async (color) => ({
        TargetGroupArn: await this.targetGroup(color),
        Weight: color === "green" ? green : 100 - green,
      })),
    );
    const TargetGroupStickinessConfig = { Enabled: false, DurationSeconds: 3600 }; // as it is deployed
    await this.setAction({ Type: "forward", ForwardConfig: { TargetGroups, TargetGroupStickinessConfig } });
  }

  /** Puts a maintenance page in the place of both colors. */
  public showMaintenance(): Promise<void> {
    const FixedResponseConfig = { StatusCode: "503", ContentType: "text/plain", MessageBody: "soon" };
    return this.setAction({ Type: "fixed-response", FixedResponseConfig });
  }

  private async setAction(action: Action): Promise<void> {
    const { ListenerArn } = await this.listener();
    await this.elb.send(new ModifyListenerCommand({ ListenerArn, DefaultActions: [action] }));
  }

  /** Takes all targets from a color, until {@link giveTargets}. */
  public async takeTargets(color: Color): Promise<void> {
    if (this.taken.has(color)) return;
    const TargetGroupArn = await this.targetGroup(color);
    const { TargetHealthDescriptions = [] } = await this.elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn }),
    );
    const Targets = TargetHealthDescriptions.map(({ Target }) => ({ ...Target, Id: Target?.Id }));
    await this.elb.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets }));
    this.taken.set(color, () => this.elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets })));
  }

  public async giveTargets(color: Color): Promise<void> {
    await this.taken.get(color)?.();
    this.taken.delete(color);
  }

  /** Gives back all that was taken, and what was set to ALARM is OK. */
  public async restore(): Promise<void> {
    for (const color of this.taken.keys()) await this.giveTargets(color);
    for (const AlarmName of this.inAlarm) {
      const state = { AlarmName, StateValue: "OK" as const, StateReason: "a test" };
      await this.cloudWatch.send(new SetAlarmStateCommand(state)).catch(() => {}); // it was deleted
    }
    this.inAlarm.clear();
  }

  /** An object of the state bucket; `undefined` where it is not there, or no JSON. */
  public async json(Key: string): Promise<unknown> {
    const text = await this.text(Key);
    try {
      return text === undefined ? undefined : JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  public async text(Key: string): Promise<string | undefined> {
    const { Body } = await this.s3
      .send(new GetObjectCommand({ Bucket: this.bucket, Key }))
      .catch((error: Error) => {
        if (error.name !== "NoSuchKey") throw error;
        return { Body: undefined };
      });
    return Body?.transformToString();
  }

  public async write(Key: string, Body: string): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key, Body }));
  }

  /** Who holds the environment; nobody: `undefined`. */
  public async lock(): Promise<Lock | undefined> {
    return (await this.json(LOCK)) as Lock | undefined;
  }

  /** Writes a lock as a deploy does, or one that cannot be read. */
  public holdLock(kind: "deploy" | "unreadable"): Promise<void> {
    const now = new Date().toISOString();
    const lock = { id: "a-test", operation: "deploy", who: "arn:aws:iam::123456789012:user/deployer" };
    const text = JSON.stringify({ ...lock, host: "laptop", since: now, aliveAt: now });
    return this.write(LOCK, kind === "deploy" ? text : text.slice(0, 40));
  }

  /** Frees the lock, where no release has it. */
  public async freeForeignLock(): Promise<void> {
    if ((await this.lock())?.operation === "release") return;
    await this.s3.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: LOCK }));
  }

  private async targetGroup(color: Color): Promise<string> {
    const Names = [`target-group-${color}-rel`];
    const { TargetGroups: [group] = [] } = await this.elb.send(new DescribeTargetGroupsCommand({ Names }));
    if (group?.TargetGroupArn === undefined) throw new Error(`no target group of ${color}`);
    return group.TargetGroupArn;
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
