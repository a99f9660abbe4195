import { App, Testing } from "cdktf";
import { type Assessment, assess } from "../../policy/assess";
import { type Evidence, evidenceOf } from "../../policy/evidence";
import { PolicyError } from "../../policy/guard";
import type { EnvironmentConfig } from "../../settings/schema";
import { EnvironmentStack } from "../../stack";

/**
 * Synthesizes an environment, and collects the evidence for each control of the security standards. It does so even if a policy rule
 * refuses the environment.
 */
export function complianceOf(config: EnvironmentConfig): Evidence {
  return evidenceOf(config.suffix, config, assessmentOf(config));
}

function assessmentOf(config: EnvironmentConfig): Assessment {
  try {
    return assess(JSON.parse(Testing.synth(new EnvironmentStack(new App(), config), true)), config);
  } catch (error) {
    if (error instanceof PolicyError) return error.assessment;
    throw error;
  }
}
