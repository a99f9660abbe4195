import { sayRefused } from "../release/client/session";
import { loadEnvironmentAnyway, SETTINGS_DIRECTORY } from "../settings/load";
import type { EnvironmentConfig } from "../settings/schema";

/**
 * Loads the settings of an environment for a command that only reads, and does not need the state bucket. If the settings file is invalid,
 * this function prints a warning, and the command continues.
 */
export function lookAt(suffix: string | undefined, env: NodeJS.ProcessEnv): EnvironmentConfig {
  const source = { suffix: suffix ?? env.ENVIRONMENT_SUFFIX ?? "dev", stateBucket: "not-needed" };
  return loadEnvironmentAnyway({ ...source, directory: SETTINGS_DIRECTORY }, sayRefused).config;
}
