import { controllerSettings } from "../../naming/controller-settings";
import { resourceName } from "../../naming/names";
import type { ControllerSettings } from "../controller/settings";

/** The environment of a command, as far as the command knows it. */
export interface Environment {
  readonly suffix: string;
  /** @default - not known: the controller knows the bucket, and its commands do not name it */
  readonly stateBucket?: string | undefined;
  /** The account of the environment. @default - not checked */
  readonly accountId?: string | undefined;
}

/** Name of the function that moves an environment's traffic. */
export const controllerName = (suffix: string): string => resourceName(suffix, "release-controller");

/** Names of the alarms on the controller itself. */
export const controllerAlarms = (suffix: string): readonly string[] => [
  resourceName(suffix, "alarm", "release-controller-errors"),
  resourceName(suffix, "alarm", "release-controller-silent"),
];

/** Names of the alarms on the load balancer's own answers: requests to a color without targets are in no color's count. */
export const balancerAlarms = (suffix: string): readonly string[] => [
  resourceName(suffix, "alarm", "load-balancer-5xx"),
  resourceName(suffix, "alarm", "quiet-load-balancer-5xx"),
];

/** The names in the controller's `settings.json`, so that `status` sees what the controller sees. */
export const namesOf = ({ suffix, stateBucket = "" }: Environment): ControllerSettings =>
  controllerSettings({ suffix, stateBucket });
