import { App, Testing } from "cdktf";
import { monthlyCosts, type Priced } from "../review/costs";
import { configuredAlarmNames } from "../settings/configured-alarms";
import { requireSettingsFile } from "../settings/explicit";
import { type EnvironmentSource, loadEnvironment } from "../settings/load";
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

/** Parts of an environment as this checkout's code and settings configure them. */
export interface Configured {
  /** The fixed costs in US dollars a month: see {@link monthlyCosts}. */
  readonly monthlyCost: number;
  /** The names of the alarms. */
  readonly alarms: readonly string[];
}

/** Returns the fixed costs and the names of the alarms of an environment. */
export function configuredIn(config: EnvironmentConfig): Configured {
  return {
    monthlyCost: [...monthlyCosts(configuredResources(config)).values()].reduce((sum, each) => sum + each, 0),
    alarms: configuredAlarmNames(config),
  };
}

/**
 * Reads an environment's settings file, and returns what it configures. If the file is missing or invalid, this function fails. (The other
 * parts of a command that only reads use default settings then. But the costs and alarms of the defaults are not those of this
 * environment.)
 *
 * @throws ConfigurationError if the file is invalid
 * @throws RefusedError if there is no file, and the environment is no preview
 */
export function configuredHere(source: EnvironmentSource): Configured {
  const { config, file } = loadEnvironment(source);
  if (file === undefined) requireSettingsFile(source.suffix, source.directory);
  return configuredIn(config);
}
