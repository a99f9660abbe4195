import type { EnvironmentConfig } from "../settings/schema";

/** Throws where the policy or a name refuses an environment. The stack is loaded only here, because loading takes half a second. */
export function synthesize(config: EnvironmentConfig): void {
  const { App, Testing } = require("cdktf") as typeof import("cdktf");
  const { EnvironmentStack } = require("../stack") as typeof import("../stack");
  Testing.synth(new EnvironmentStack(new App(), config), true);
}
