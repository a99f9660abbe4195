import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import type { EnvironmentConfig } from "../../src/settings/schema";
import { EnvironmentStack } from "../../src/stack";
import { settingsOf } from "./problems";

/** A partial configuration, as a file in `environments/` has it. */
export type Overrides = Readonly<Record<string, unknown>>;

export const STATE_BUCKET = "state-bucket";

/** A whole configuration from a partial one, checked as a file's would be. */
export function configOf(overrides: Overrides, suffix: string): EnvironmentConfig {
  return { ...settingsOf(overrides), suffix, stateBucket: STATE_BUCKET };
}

/** The stack of a configuration, in an app like that of `main.ts`. */
export function stackOf(config: EnvironmentConfig): EnvironmentStack {
  // cdktf makes this folder at once and writes nothing into it.
  const outdir = join(tmpdir(), "transaction-processing-unit-tests");
  return new EnvironmentStack(Testing.app({ outdir, enableFutureFlags: false }), config);
}

/** The Terraform JSON of a stack, its validations passed. */
export function jsonOf(stack: EnvironmentStack): string {
  return Testing.synth(stack, true); // without `true`, validations would be skipped
}
