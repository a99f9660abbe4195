import type { EnvironmentConfig } from "../settings/schema";

/**
 * Synthesizes an environment to check it. The stack's code is loaded only when it is needed, because loading takes half a second.
 *
 * @throws Error if the policy refuses the environment or a name is too long
 */
export function synthesize(config: EnvironmentConfig): void {
  const { App, Testing } = require("cdktf") as typeof import("cdktf");
  const { EnvironmentStack } = require("../stack") as typeof import("../stack");
  Testing.synth(new EnvironmentStack(new App(), config), true);
}
