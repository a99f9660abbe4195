import type { PerColor } from "./color";

/**
 * What the function knows of its environment: `settings.json` beside its code, written at synth. Names only: ARNs are looked up,
 * so that an environment that was destroyed and made again is told from the one before.
 */
export interface ControllerSettings {
  readonly schema: 1;
  readonly suffix: string;
  readonly stateBucket: string;
  /** Key of the release document in the state bucket. */
  readonly documentKey: string;
  /** Key of the copy that is kept of a document that could not be read. */
  readonly unreadableKey: string;
  /** Key of the environment's lock, which deployments take too. */
  readonly lockKey: string;
  readonly loadBalancer: string;
  readonly targetGroups: PerColor<string>;
  /** SSM parameter that holds green's weight; an overwrite that left description and pattern out would take them away. */
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
  /** Topic that people read. */
  readonly topic: string;
  /** Names of each color's release alarms. */
  readonly alarms: PerColor<readonly string[]>;
}
