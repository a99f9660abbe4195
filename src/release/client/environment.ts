import { controllerSettings } from "../../naming/controller-settings";
import { resourceName } from "../../naming/names";
import type { ControllerSettings } from "../controller/settings";

/** The data of an environment that a release command needs. */
export interface Environment {
  readonly suffix: string;
  /**
   * The state bucket, which contains the release document. @default - the command does not know the bucket; the controller knows it from
   * its own settings
   */
  readonly stateBucket?: string | undefined;
  /** The id of the environment's AWS account. @default - the account is not checked */
  readonly accountId?: string | undefined;
}

/** Returns the name of the Lambda function that is an environment's release controller. */
export const controllerName = (suffix: string): string => resourceName(suffix, "release-controller");

/** Returns the names of the alarms that watch the release controller itself. */
export const controllerAlarms = (suffix: string): readonly string[] => [
  resourceName(suffix, "alarm", "release-controller-errors"),
  resourceName(suffix, "alarm", "release-controller-silent"),
];

/**
 * Returns the names of the alarms on 5xx responses that the load balancer itself sends. Only these alarms count requests to a color without
 * targets, because the metrics of the colors do not contain such requests.
 */
export const balancerAlarms = (suffix: string): readonly string[] => [
  resourceName(suffix, "alarm", "load-balancer-5xx"),
  resourceName(suffix, "alarm", "quiet-load-balancer-5xx"),
];

/**
 * Returns the names of an environment's AWS resources. They are the same as in the controller's `settings.json`, because `status` reads the
 * same AWS resources as the controller.
 */
export const namesOf = ({ suffix, stateBucket = "" }: Environment): ControllerSettings =>
  controllerSettings({ suffix, stateBucket });
