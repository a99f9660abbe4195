import { LockHeldError } from "../lock/lock";
import type { Lock } from "../lock/stored-lock";
import { COLORS, type Color } from "../naming/color";
import { resourceName } from "../naming/names";
import { alarmStates } from "./alarm-states";
import { cannotBeLookedAt, whatRuns } from "./controller/what-runs";
import type { ReleaseEnvironment } from "./environment";
import type { Weights } from "./release";

/** One color as it is now. */
export interface ColorStatus {
  /** `undefined`, like the three other facts of ECS, where ECS cannot be looked at; `problems` says why. */
  readonly image: string | undefined;
  /** Family and revision that tasks are started from. */
  readonly taskDefinition: string | undefined;
  /** Why it cannot be said that this is what was deployed last, a sentence each. */
  readonly problems: readonly string[];
  /** How an earlier deployment failed, where the color runs what was deployed last all the same. */
  readonly earlier: string | undefined;
  readonly running: number | undefined;
  readonly desired: number | undefined;
  readonly healthy: number;
  readonly unhealthy: number;
  readonly targets: number;
}

/** Who holds an environment; `unreadable` says why that is not known. */
export type LockStatus = (Lock | { readonly unreadable: string }) & {
  readonly lastHeardOfSecondsAgo: number;
};

/** An environment's traffic as it is now. */
export interface Status {
  readonly suffix: string;
  /** `undefined` when the parameter's value is no weight. */
  readonly recorded: Weights | undefined;
  readonly live: Weights;
  readonly colors: Readonly<Record<Color, ColorStatus>>;
  /** Release alarms of each color and their states. */
  readonly alarms: Readonly<Record<Color, Readonly<Record<string, string>>>>;
  /** Who holds the environment, and at which step a release is. */
  readonly lock: LockStatus | undefined;
}

export async function readStatus(environment: ReleaseEnvironment): Promise<Status> {
  const { traffic, lock, config } = environment;
  const perColor = async <T>(read: (color: Color) => Promise<T>) => {
    const [blue, green] = await Promise.all(COLORS.map(read));
    return { blue, green } as Record<Color, T>;
  };
  const [recorded, live, held, colors, alarms] = await Promise.all([
    traffic.recorded(),
    traffic.live(),
    lock.read(),
    perColor((color) => colorStatus(environment, color)),
    perColor((color) => alarmStates(environment.aws.cloudWatch, environment.releaseAlarms(color, []))),
  ]);
  return {
    suffix: config.suffix,
    recorded,
    live,
    colors,
    alarms,
    lock: held && {
      ...(held.lock ?? { unreadable: new LockHeldError(held).message }),
      lastHeardOfSecondsAgo: Math.round(held.ageSeconds),
    },
  };
}

export async function colorStatus(
  { aws, traffic, config }: ReleaseEnvironment,
  color: Color,
): Promise<ColorStatus> {
  const [runs, targets] = await Promise.all([
    whatRuns(aws.ecs, {
      cluster: resourceName(config.suffix, "ecs-cluster"),
      service: resourceName(config.suffix, "ecs-service", color),
      configured: resourceName(config.suffix, "task-definition", color),
    }).catch((error: Error) => error),
    traffic.targets(color),
  ]);
  // Who looks during an incident needs weights and alarms all the same.
  const seen = runs instanceof Error ? undefined : runs;
  return {
    image: seen?.running.image,
    taskDefinition: seen?.running.taskDefinition,
    problems: runs instanceof Error ? [cannotBeLookedAt(runs)] : runs.problems,
    earlier: seen?.earlier,
    running: seen?.runningTasks,
    desired: seen?.desiredTasks,
    healthy: targets.healthy,
    unhealthy: targets.unhealthy,
    targets: targets.total,
  };
}
