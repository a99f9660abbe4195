import { App, Testing } from "cdktf";
import { monthlyCosts, type Priced } from "../review/costs";
import type { EnvironmentConfig } from "../settings/schema";
import { EnvironmentStack } from "../stack";

/** Returns the resources of an environment, synthesized from this checkout's configuration, as input of {@link monthlyCosts}. */
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

/** Fixed costs of an environment in US dollars a month, calculated from this checkout's configuration: see {@link monthlyCosts}. */
export const configuredCosts = (config: EnvironmentConfig): number =>
  [...monthlyCosts(configuredResources(config)).values()].reduce((sum, each) => sum + each, 0);
