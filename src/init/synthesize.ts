import type { EnvironmentConfig } from "../settings/schema";

/**
 * Synthesizes an environment to check it. This function loads the stack's code only when it is called, because loading takes half a second.
 *
 * @throws Error if a policy rule refuses the environment, or if a resource name is too long
 */
export function synthesize(config: EnvironmentConfig): void {
  const { App, Testing } = require("cdktf") as typeof import("cdktf");
  const { EnvironmentStack } = require("../stack") as typeof import("../stack");
  Testing.synth(new EnvironmentStack(new App(), config), true);
}
