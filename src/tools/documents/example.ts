import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkSettings } from "../../settings/load";
import { ConfigurationError } from "../../settings/problems";
import type { EnvironmentConfig, EnvironmentSettings } from "../../settings/schema";

const PRODUCTION = join(__dirname, "..", "..", "..", "environments", "prod.example.json");

/**
 * Returns an example environment for the generated documents. For the profile `ephemeral`, this is an environment with default settings.
 * For `production`, it is the environment of `environments/prod.example.json`.
 */
export function exampleEnvironment(profile: EnvironmentSettings["profile"]): EnvironmentConfig {
  const production = profile === "production";
  const checked = checkSettings(production ? JSON.parse(readFileSync(PRODUCTION, "utf8")) : {});
  if ("problems" in checked) {
    throw new ConfigurationError(`the example of ${profile}`, checked.problems);
  }
  return { ...checked.settings, suffix: production ? "prod" : "dev", stateBucket: "state" };
}
