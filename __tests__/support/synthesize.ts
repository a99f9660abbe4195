import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import { checkSettings } from "../../src/config/load";
import { ConfigurationError } from "../../src/config/problems";
import type { EnvironmentConfig } from "../../src/config/schema";
import { EnvironmentStack } from "../../src/stack";

/** A partial configuration, as a file in `environments/` has it. */
export type Overrides = Readonly<Record<string, unknown>>;

export const STATE_BUCKET = "state-bucket";

/** A whole configuration from a partial one, checked as a file's would be. */
export function configOf(overrides: Overrides, suffix: string): EnvironmentConfig {
  const checked = checkSettings({ ...overrides });
  if ("problems" in checked) {
    throw new ConfigurationError("the settings of this test", checked.problems);
  }
  return { ...checked.settings, suffix, stateBucket: STATE_BUCKET };
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
