import { App, Testing } from "cdktf";
import { monthlyCosts } from "../review/costs";
import type { EnvironmentConfig } from "../settings/schema";
import { EnvironmentStack } from "../stack";

/** Fixed costs of an environment as it is configured here, in US dollars a month: see {@link monthlyCosts}. */
export function configuredCosts(config: EnvironmentConfig): number {
  const { resource } = JSON.parse(Testing.synth(new EnvironmentStack(new App(), config), false));
  const resources = Object.entries(resource as Record<string, Record<string, object>>).flatMap(
    ([type, byName]) =>
      Object.entries(byName).map(([name, values]) => ({
        address: `${type}.${name}`,
        type,
        values: JSON.parse(JSON.stringify(values)),
      })),
  );
  return [...monthlyCosts(resources).values()].reduce((sum, each) => sum + each, 0);
}
