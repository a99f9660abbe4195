import type { PerColor } from "./color";

/**
 * The function's settings: `settings.json` beside its code, written at synth. The file holds names only. The function looks up
 * the ARNs at run time. If an environment was destroyed and created again, the listener has a new ARN, and the function notices
 * that.
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
