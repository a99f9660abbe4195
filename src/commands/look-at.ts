import { sayRefused } from "../release/client/session";
import { loadEnvironmentAnyway, SETTINGS_DIRECTORY } from "../settings/load";
import type { EnvironmentConfig } from "../settings/schema";

/**
 * The environment of a command that only reads and needs no state bucket. If the environment's settings file is refused, the
 * command continues with a warning.
 */
export function lookAt(suffix: string | undefined, env: NodeJS.ProcessEnv): EnvironmentConfig {
  const source = { suffix: suffix ?? env.ENVIRONMENT_SUFFIX ?? "dev", stateBucket: "not-needed" };
  return loadEnvironmentAnyway({ ...source, directory: SETTINGS_DIRECTORY }, sayRefused).config;
}
