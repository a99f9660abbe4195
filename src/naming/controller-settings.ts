import { perColor } from "../release/controller/color";
import type { ControllerSettings } from "../release/controller/settings";
import { colorAlarmNames } from "./alarm-names";
import { lockKey, resourceName } from "./names";
import { releaseKey, unreadableReleaseKey } from "./release-keys";
import { WEIGHT_PARAMETER, weightParameterName } from "./weight-parameter";

/**
 * Returns the settings of the release controller. These contain names and no ARNs: the controller's Lambda function builds the ARNs from
 * these names, and takes the account and the region from its own ARN.
 */
export function controllerSettings({
  suffix,
  stateBucket,
}: Pick<ControllerSettings, "suffix" | "stateBucket">): ControllerSettings {
  return {
    schema: 1,
    suffix,
    stateBucket,
    documentKey: releaseKey(suffix),
    unreadableKey: unreadableReleaseKey(suffix),
    lockKey: lockKey(suffix),
    loadBalancer: resourceName(suffix, "load-balancer"),
    targetGroups: perColor((color) => resourceName(suffix, "target-group", color)),
    parameter: { name: weightParameterName(suffix), ...WEIGHT_PARAMETER },
    cluster: resourceName(suffix, "ecs-cluster"),
    services: perColor((color) => resourceName(suffix, "ecs-service", color)),
    taskDefinitions: perColor((color) => resourceName(suffix, "task-definition", color)),
    history: resourceName(suffix, "log-group", "release"),
    topic: resourceName(suffix, "topic", "alarms"),
    alarms: perColor((color) => colorAlarmNames(suffix, color)),
  };
}
