import { checkSettings, type EnvironmentSource, loadEnvironment } from "../../src/settings/load";
import { ConfigurationError } from "../../src/settings/problems";
import type { Problem } from "../../src/settings/rule";
import type { EnvironmentSettings } from "../../src/settings/schema";
import type { Overrides } from "./synthesize";

/** The problems of partial settings. Empty if the settings are accepted. */
export function problemsOf(overrides: Overrides): readonly Problem[] {
  const checked = checkSettings({ ...overrides });
  return "problems" in checked ? checked.problems : [];
}

/** Completes partial settings with the profile's defaults. @throws ConfigurationError if the settings are refused */
export function settingsOf(overrides: Overrides): EnvironmentSettings {
  const checked = checkSettings({ ...overrides });
  if ("problems" in checked) {
    throw new ConfigurationError("the settings of this test", checked.problems);
  }
  return checked.settings;
}

/** The lines of the error message below its first line, one per problem. */
export function linesOf(overrides: Overrides): string[] {
  return new ConfigurationError("file", problemsOf(overrides)).message.split("\n").slice(1);
}

/** The error message with which an environment is refused. @throws Error if the environment is accepted */
export function refusalOf(source: EnvironmentSource): string {
  try {
    loadEnvironment(source);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error.message;
    }
    throw error;
  }
  throw new Error("accepted, although it should be refused");
}
