import { colorAlarmNames, lockKey, resourceName } from "../../naming/names";
import { releaseKey, unreadableReleaseKey } from "../../naming/release-keys";
import { WEIGHT_PARAMETER, weightParameterName } from "../../naming/weight-parameter";
import type { Color } from "../controller/color";
import type { ControllerSettings } from "../controller/settings";

/** What a command knows of the environment that it is about. */
export interface Environment {
  readonly suffix: string;
  /** @default - not known: the controller knows it, and what is asked of it needs none */
  readonly stateBucket?: string | undefined;
  /** The account of the environment. @default - not checked */
  readonly accountId?: string | undefined;
}

/** Name of the function that moves an environment's traffic. */
export const controllerName = (suffix: string): string => `release-controller-${suffix}`;

/** Names of the alarms on the controller itself. */
export const controllerAlarms = (suffix: string): readonly string[] =>
  ["errors", "silent"].map((what) => `alarm-release-controller-${what}-${suffix}`);

const colors = <T>(of: (color: Color) => T) => ({ blue: of("blue"), green: of("green") });

/** The names that the controller has in its `settings.json`, so that what only looks sees what the controller sees. */
export const namesOf = ({ suffix, stateBucket = "" }: Environment): ControllerSettings => ({
  schema: 1,
  suffix,
  stateBucket,
  documentKey: releaseKey(suffix),
  unreadableKey: unreadableReleaseKey(suffix),
  lockKey: lockKey(suffix),
  loadBalancer: resourceName(suffix, "load-balancer"),
  targetGroups: colors((color) => resourceName(suffix, "target-group", color)),
  parameter: { name: weightParameterName(suffix), ...WEIGHT_PARAMETER },
  cluster: resourceName(suffix, "ecs-cluster"),
  services: colors((color) => resourceName(suffix, "ecs-service", color)),
  taskDefinitions: colors((color) => resourceName(suffix, "task-definition", color)),
  history: resourceName(suffix, "log-group", "release"),
  topic: resourceName(suffix, "topic", "alarms"),
  alarms: colors((color) => colorAlarmNames(suffix, color)),
});
