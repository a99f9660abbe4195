import type { EnvironmentSettings } from "./schema";

/** A problem in the settings: the field, its value, and the allowed values. */
export interface Problem {
  readonly field: string;
  /** The field's value as JSON. If there is no value, or if the value may be secret, the text says so. */
  readonly got: string;
  readonly allowed: string;
}

/** A rule that compares several fields of the settings. It is checked only if each of these fields is valid by itself. */
export interface Rule {
  /** Paths of the fields that the rule reads, such as `weights.blue`. */
  readonly reads: readonly string[];
  readonly check: (settings: EnvironmentSettings) => readonly Problem[];
}

/** Returns the problem if the rule is violated, otherwise an empty list. */
export const when = (violated: boolean, problem: Problem): readonly Problem[] => (violated ? [problem] : []);
