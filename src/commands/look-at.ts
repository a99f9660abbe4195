import { sayRefused } from "../release/client/session";
import { loadEnvironmentAnyway, SETTINGS_DIRECTORY } from "../settings/load";
import type { EnvironmentConfig } from "../settings/schema";

/** An environment that is only looked at, without what is in the state bucket; whatever its file says. */
export function lookAt(suffix: string | undefined, env: NodeJS.ProcessEnv): EnvironmentConfig {
  const source = { suffix: suffix ?? env.ENVIRONMENT_SUFFIX ?? "dev", stateBucket: "not-needed" };
  return loadEnvironmentAnyway({ ...source, directory: SETTINGS_DIRECTORY }, sayRefused).config;
}
