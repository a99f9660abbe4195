import { App, Testing } from "cdktf";
import { monthlyCosts, type Priced } from "../review/costs";
import type { EnvironmentConfig } from "../settings/schema";
import { EnvironmentStack } from "../stack";

/** Synthesizes an environment with the code of this checkout. @returns the environment's resources, as the input of {@link monthlyCosts} */
export function configuredResources(config: EnvironmentConfig): Priced[] {
  const { resource } = JSON.parse(Testing.synth(new EnvironmentStack(new App(), config), false));
  return Object.entries(resource as Record<string, Record<string, object>>).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, values]) => ({
      address: `${type}.${name}`,
      type,
      values: JSON.parse(JSON.stringify(values)),
    })),
  );
}

/**
 * Returns the fixed costs of an environment, in US dollars a month. They are calculated from this checkout's code and settings: see {@link
 * monthlyCosts}.
 */
export const configuredCosts = (config: EnvironmentConfig): number =>
  [...monthlyCosts(configuredResources(config)).values()].reduce((sum, each) => sum + each, 0);
