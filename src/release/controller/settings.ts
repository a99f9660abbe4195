import type { PerColor } from "./color";

/**
 * The settings of the controller's Lambda function: `settings.json` beside its code, written at synth. The file contains names and no
 * ARNs. The function looks up the ARNs at run time, so it notices a listener with a new ARN after an environment was destroyed and created
 * again.
 */
export interface ControllerSettings {
  readonly schema: 1;
  readonly suffix: string;
  readonly stateBucket: string;
  /** Key of the release document in the state bucket. */
  readonly documentKey: string;
  /** Key of the copy of an unreadable document. */
  readonly unreadableKey: string;
  /** Key of the environment's lock, which deployments take too. */
  readonly lockKey: string;
  readonly loadBalancer: string;
  readonly targetGroups: PerColor<string>;
  /**
   * SSM parameter that holds green's weight. Each write repeats the description and the pattern, because an overwrite without
   * them would delete them.
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
