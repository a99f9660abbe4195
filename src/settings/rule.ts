import type { EnvironmentSettings } from "./schema";

/** A problem with a configuration: which field, what it got, what is allowed. */
export interface Problem {
  readonly field: string;
  /** The value as it is shown: JSON, or words where there is no value or the value may be secret. */
  readonly got: string;
  readonly allowed: string;
}

/** A rule over several fields; it is applied only when each field that it reads is well-formed by itself. */
export interface Rule {
  readonly reads: readonly string[];
  readonly check: (settings: EnvironmentSettings) => readonly Problem[];
}

/** A problem, or none. */
export const when = (violated: boolean, problem: Problem): readonly Problem[] => (violated ? [problem] : []);
