import type { PerColor } from "./color";

/**
 * The settings of the controller's Lambda function. Synth writes them into the file `settings.json` beside the function's code. The file
 * contains names and no ARNs. The function looks up the ARNs at run time. So it finds the new listener after an environment was destroyed
 * and created again.
 */
export interface ControllerSettings {
  readonly schema: 1;
  readonly suffix: string;
  readonly stateBucket: string;
  /** S3 object key of the release document in the state bucket. */
  readonly documentKey: string;
  /** If the controller cannot parse the release document, the controller stores a copy of the document under this S3 object key. */
  readonly unreadableKey: string;
  /** S3 object key of the environment's lock. Deployments take this lock too. */
  readonly lockKey: string;
  readonly loadBalancer: string;
  readonly targetGroups: PerColor<string>;
  /**
   * SSM parameter that holds green's weight. Each write repeats the description and the pattern, because a write without them would delete
   * them.
   */
  readonly parameter: {
    readonly name: string;
    readonly description: string;
    readonly allowedPattern: string;
  };
  readonly cluster: string;
  readonly services: PerColor<string>;
  /** Families of the task definitions. */
  readonly taskDefinitions: PerColor<string>;
  /** Log group of the release history. */
  readonly history: string;
  /** Name of the SNS topic for messages to people. */
  readonly topic: string;
  /** Names of each color's release alarms. */
  readonly alarms: PerColor<readonly string[]>;
}
