import { controllerSettings } from "../../naming/controller-settings";
import { resourceName } from "../../naming/names";
import type { ControllerSettings } from "../controller/settings";

/** The data of an environment that a release command needs. */
export interface Environment {
  readonly suffix: string;
  /** The bucket of the release document. @default - not known: the controller finds the bucket in its own settings */
  readonly stateBucket?: string | undefined;
  /** The account of the environment. @default - the account is not checked */
  readonly accountId?: string | undefined;
}

/** Name of the Lambda function that is an environment's release controller. */
export const controllerName = (suffix: string): string => resourceName(suffix, "release-controller");

/** Names of the alarms on the controller itself. */
export const controllerAlarms = (suffix: string): readonly string[] => [
  resourceName(suffix, "alarm", "release-controller-errors"),
  resourceName(suffix, "alarm", "release-controller-silent"),
];

/**
 * Names of the alarms on 5xx responses of the load balancer itself. Only these alarms count requests to a color without targets.
 * The metrics of the colors do not contain such requests.
 */
export const balancerAlarms = (suffix: string): readonly string[] => [
  resourceName(suffix, "alarm", "load-balancer-5xx"),
  resourceName(suffix, "alarm", "quiet-load-balancer-5xx"),
];

/**
 * The names of an environment's resources. They equal those in the controller's `settings.json`, because `status` reads the same
 * resources as the controller.
 */
export const namesOf = ({ suffix, stateBucket = "" }: Environment): ControllerSettings =>
  controllerSettings({ suffix, stateBucket });
