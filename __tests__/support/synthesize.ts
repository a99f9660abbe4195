import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import type { EnvironmentConfig } from "../../src/settings/schema";
import { EnvironmentStack } from "../../src/stack";
import { settingsOf } from "./problems";

/** Partial settings, in the form of a file in `environments/`. */
export type Overrides = Readonly<Record<string, unknown>>;

export const STATE_BUCKET = "state-bucket";

/** Completes and validates partial settings, as for a settings file. */
export function configOf(overrides: Overrides, suffix: string): EnvironmentConfig {
  return { ...settingsOf(overrides), suffix, stateBucket: STATE_BUCKET };
}

/** Creates the stack of a configuration in a CDKTF app, as `main.ts` does. */
export function stackOf(config: EnvironmentConfig): EnvironmentStack {
  // cdktf creates this folder in the constructor, and writes no files into it.
  const outdir = join(tmpdir(), "transaction-processing-unit-tests");
  return new EnvironmentStack(Testing.app({ outdir, enableFutureFlags: false }), config);
}

/** Synthesizes a stack. @returns the Terraform JSON. @throws Error if a validation fails */
export function jsonOf(stack: EnvironmentStack): string {
  return Testing.synth(stack, true); // `true` runs the validations
}
