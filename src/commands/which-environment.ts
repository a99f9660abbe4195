import { Option } from "commander";
import { loadEnvironment, SETTINGS_DIRECTORY } from "../settings/load";
import type { EnvironmentConfig, EnvironmentSettings } from "../settings/schema";
import { RefusedError } from "../terminal/refused";
import { exampleEnvironment } from "../tools/documents/example";

/** The options that choose the environment of `npm run compliance` and `npm run picture`. These two commands do not call AWS. */
export interface WhichEnvironment {
  readonly profile: EnvironmentSettings["profile"];
  readonly suffix?: string;
}

export const profileOption = (): Option =>
  new Option("--profile <profile>", "use the example environment of a profile")
    .choices(["ephemeral", "production"])
    .default("production");

export const suffixOption = (): Option =>
  new Option("--suffix <suffix>", "use the environment of environments/<suffix>.json instead").conflicts(
    "profile",
  );

/**
 * Returns the environment that the options choose.
 *
 * @throws RefusedError if the suffix has no settings file, or if its settings file is invalid
 */
export function whichEnvironment({ profile, suffix }: WhichEnvironment): EnvironmentConfig {
  if (suffix === undefined) return exampleEnvironment(profile);
  // The results of these commands (evidence, or a picture) do not depend on the name of the state bucket.
  const { config, file } = loadEnvironment({ suffix, stateBucket: "state", directory: SETTINGS_DIRECTORY });
  if (file === undefined) {
    throw new RefusedError(
      `there is no environments/${suffix}.json; use --profile ephemeral for an environment without a settings file`,
    );
  }
  return config;
}
