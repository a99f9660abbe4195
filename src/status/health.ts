import { DescribeServicesCommand } from "@aws-sdk/client-ecs";
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { DescribeDBClustersCommand, DescribeDBInstancesCommand, type RDSClient } from "@aws-sdk/client-rds";
import { alarmNames } from "../naming/alarm-names";
import { dashboardUrl } from "../naming/dashboard";
import { resourceName } from "../naming/names";
import { namesOf } from "../release/client/environment";
import type { Clients } from "../release/client/seen";
import { wordsOf } from "../release/controller/aws";
import { COLORS, type PerColor, perColor, weightOf } from "../release/controller/color";
import { describeAlarms } from "../release/controller/describe-alarms";
import type { Look, Targets } from "../release/controller/look";
import { describeVersion } from "../release/controller/read-service";
import { findTraffic, targetsOf, weightOnListener } from "../release/controller/traffic";
import type { EnvironmentConfig } from "../settings/schema";
import type { Configured } from "./costs";
import {
  type ControllerHealth,
  controllerOf,
  documentOf,
  type LastRelease,
  lastRelease,
} from "./release-health";
import { applicationUrl } from "./urls";

/** The state of a part of the environment (`seen`), or the reason why it could not be read (`unseen`). */
export type Part<T> = { readonly seen: T } | { readonly unseen: string };

/** The state of a color's ECS service. */
export interface ColorHealth {
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  readonly image: string;
  /** The time at which ECS began the primary deployment, in ISO 8601. @default - ECS returned no time */
  readonly deployedAt?: string;
  /** The rollout state of the primary deployment: COMPLETED, IN_PROGRESS or FAILED. @default - ECS returned no rollout state */
  readonly rollout?: string;
}

/** The state of the Aurora cluster and its instances. */
export interface DatabaseHealth {
  readonly status: string;
  readonly members: readonly {
    readonly name: string;
    readonly role: "writer" | "reader";
    readonly status: string;
  }[];
}

/** The health of an environment at one moment. */
export interface Health {
  readonly suffix: string;
  readonly profile: string;
  readonly url: Part<string>;
  readonly dashboard: string;
  /** The state of each color, or `none` if the color's ECS service does not exist. */
  readonly colors: Part<PerColor<ColorHealth | "none">>;
  /** The percent of the requests that each color gets; `none` if the listener forwards to no color. */
  readonly weights: Part<PerColor<number> | "none">;
  /** The targets of each color, or `none` if the color's target group does not exist. */
  readonly targets: Part<PerColor<Targets | "none">>;
  /** The state of each existing alarm. The keys are the alarms' names. */
  readonly alarms: Part<Readonly<Record<string, string>>>;
  /** The names of the alarms that this checkout's code and settings configure, and of the team's own release alarms. */
  readonly configuredAlarms: Part<readonly string[]>;
  /** The state of the release controller. `none` if there is no release document. */
  readonly controller: Part<ControllerHealth | "none">;
  /** The release that is running, or else the last release. `none` if neither the release document nor the history has a release. */
  readonly release: Part<LastRelease | "none">;
  readonly database: Part<DatabaseHealth>;
  /** The fixed costs in US dollars a month, calculated from this checkout's code and settings. */
  readonly monthlyCost: Part<number>;
}

async function part<T>(seeing: () => T | Promise<T>): Promise<Part<T>> {
  try {
    return { seen: await seeing() };
  } catch (error) {
    return { unseen: wordsOf(error) };
  }
}

export type HealthClients = Clients & { readonly rds: RDSClient };

/**
 * Reads the present health of an environment. If one part cannot be read, the other parts are still read.
 *
 * @param configured a function that returns what this checkout's code and settings configure
 */
export async function healthOf(
  aws: HealthClients,
  config: EnvironmentConfig,
  configured: () => Configured,
): Promise<Health> {
  const { suffix, profile } = config;
  const document = documentOf(aws, config);
  const [url, colors, weights, targets, alarms, release, database] = await Promise.all([
    part(() => applicationUrl(aws.elb, config)),
    part(() => colorsOf(aws, suffix)),
    part(() => weightsOf(aws, config)),
    part(() => colorTargets(aws, suffix)),
    part(() => alarmsOf(aws, config)),
    part(async () => lastRelease(aws, config, await document)),
    part(() => databaseOf(aws.rds, suffix)),
  ]);
  const controller = await part(async () => controllerOf(await document, seenTargets(targets)));
  // This comes after the calls to AWS. It synthesizes the environment, which takes seconds of this process's time. In this time, calls to
  // AWS could time out.
  const made = await part(configured);
  return {
    suffix,
    profile,
    url,
    dashboard: dashboardUrl(suffix),
    colors,
    weights,
    targets,
    alarms,
    configuredAlarms: "seen" in made ? { seen: [...made.seen.alarms, ...config.release.alarms] } : made,
    controller,
    release,
    database,
    monthlyCost: "seen" in made ? { seen: made.seen.monthlyCost } : made,
  };
}

async function colorsOf({ ecs }: HealthClients, suffix: string): Promise<PerColor<ColorHealth | "none">> {
  const names = perColor((color) => resourceName(suffix, "ecs-service", color));
  const { services = [] } = await ecs.send(
    new DescribeServicesCommand({
      cluster: resourceName(suffix, "ecs-cluster"),
      services: Object.values(names),
    }),
  );
  const [blue, green] = await Promise.all(
    COLORS.map(async (color): Promise<ColorHealth | "none"> => {
      const service = services.find((it) => it.serviceName === names[color] && it.status === "ACTIVE");
      if (service === undefined) return "none";
      const { desiredCount = 0, runningCount = 0, pendingCount = 0, deployments = [] } = service;
      const primary = deployments.find(({ status }) => status === "PRIMARY");
      return {
        desired: desiredCount,
        running: runningCount,
        pending: pendingCount,
        image: (await describeVersion(ecs, service.taskDefinition ?? "")).image,
        ...(primary?.createdAt && { deployedAt: primary.createdAt.toISOString() }),
        ...(primary?.rolloutState && { rollout: primary.rolloutState }),
      };
    }),
  );
  return { blue: blue ?? "none", green: green ?? "none" };
}

async function weightsOf({ elb }: HealthClients, config: EnvironmentConfig) {
  // `findTraffic` reads the load balancer and the target groups at the same time, so its error may be about either. After this call, it is
  // known that the load balancer exists.
  await elb.send(new DescribeLoadBalancersCommand({ Names: [resourceName(config.suffix, "load-balancer")] }));
  const green = weightOnListener(await findTraffic(elb, namesOf(config)));
  return typeof green === "number" ? perColor((color) => weightOf(color, green)) : "none";
}

async function colorTargets({ elb }: HealthClients, suffix: string): Promise<PerColor<Targets | "none">> {
  const [blue, green] = await Promise.all(
    COLORS.map(async (color): Promise<Targets | "none"> => {
      try {
        const { TargetGroups: [group] = [] } = await elb.send(
          new DescribeTargetGroupsCommand({ Names: [resourceName(suffix, "target-group", color)] }),
        );
        return group?.TargetGroupArn === undefined ? "none" : await targetsOf(elb, group.TargetGroupArn);
      } catch (error) {
        if (/^TargetGroupNotFound/.test((error as Error).name)) return "none";
        throw error;
      }
    }),
  );
  return { blue: blue ?? "none", green: green ?? "none" };
}

/** Returns the targets that could be read, as a {@link Look} contains them. */
export function seenTargets(targets: Health["targets"]): Look["targets"] {
  if ("unseen" in targets) return {};
  const { blue, green } = targets.seen;
  return { ...(blue !== "none" && { blue }), ...(green !== "none" && { green }) };
}

async function alarmsOf({ cloudWatch }: HealthClients, { suffix, release }: EnvironmentConfig) {
  const names = [...new Set([...alarmNames(suffix), ...release.alarms])];
  const { metric, composite } = await describeAlarms(cloudWatch, names);
  return Object.fromEntries(
    [...metric, ...composite].map(({ AlarmName = "", StateValue = "" }) => [AlarmName, StateValue] as const),
  );
}

async function databaseOf(rds: RDSClient, suffix: string): Promise<DatabaseHealth> {
  const { DBClusters: [cluster] = [] } = await rds.send(
    new DescribeDBClustersCommand({ DBClusterIdentifier: resourceName(suffix, "aurora-cluster") }),
  );
  const members = await Promise.all(
    (cluster?.DBClusterMembers ?? []).map(async ({ DBInstanceIdentifier: name = "", IsClusterWriter }) => {
      // Each instance is read by its name, because the role observer may describe only this environment's instances.
      const { DBInstances: [instance] = [] } = await rds.send(
        new DescribeDBInstancesCommand({ DBInstanceIdentifier: name }),
      );
      const role = IsClusterWriter ? ("writer" as const) : ("reader" as const);
      return { name, role, status: instance?.DBInstanceStatus ?? "unknown" };
    }),
  );
  return { status: cluster?.Status ?? "unknown", members };
}
