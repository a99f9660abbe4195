import { Option } from "commander";
import { loadEnvironment, SETTINGS_DIRECTORY } from "../settings/load";
import type { EnvironmentConfig, EnvironmentSettings } from "../settings/schema";
import { RefusedError } from "../terminal/refused";
import { exampleEnvironment } from "../tools/documents/example";

/** The environment of a command that synthesizes and makes no call to AWS. */
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

/** Returns the environment that the options name. @throws RefusedError if the suffix has no settings file, or if its file is not valid */
export function whichEnvironment({ profile, suffix }: WhichEnvironment): EnvironmentConfig {
  if (suffix === undefined) return exampleEnvironment(profile);
  // The evidence and the picture do not depend on the state bucket, so its name does not matter.
  const { config, file } = loadEnvironment({ suffix, stateBucket: "state", directory: SETTINGS_DIRECTORY });
  if (file === undefined) {
    throw new RefusedError(
      `there is no environments/${suffix}.json; use --profile ephemeral for an environment without a settings file`,
    );
  }
  return config;
}
