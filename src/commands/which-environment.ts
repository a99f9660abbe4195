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
  new Option("--profile <profile>", "the example environment of a profile")
    .choices(["ephemeral", "production"])
    .default("production");

export const suffixOption = (): Option =>
  new Option("--suffix <suffix>", "the environment of environments/<suffix>.json instead").conflicts(
    "profile",
  );

/** @throws RefusedError where the suffix has no settings file, or its file is refused */
export function whichEnvironment({ profile, suffix }: WhichEnvironment): EnvironmentConfig {
  if (suffix === undefined) return exampleEnvironment(profile);
  // The place of the state does not change what is synthesized here.
  const { config, file } = loadEnvironment({ suffix, stateBucket: "state", directory: SETTINGS_DIRECTORY });
  if (file === undefined) {
    throw new RefusedError(
      `no environments/${suffix}.json: what has none is like "--profile ephemeral", under another name`,
    );
  }
  return config;
}
