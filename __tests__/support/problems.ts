import { checkSettings, type EnvironmentSource, loadEnvironment } from "../../src/settings/load";
import { ConfigurationError } from "../../src/settings/problems";
import type { Problem } from "../../src/settings/rule";
import type { EnvironmentSettings } from "../../src/settings/schema";
import type { Overrides } from "./synthesize";

/** Everything that is wrong with a partial configuration; nothing when it is accepted. */
export function problemsOf(overrides: Overrides): readonly Problem[] {
  const checked = checkSettings({ ...overrides });
  return "problems" in checked ? checked.problems : [];
}

/** Whole settings from partial ones that are accepted. */
export function settingsOf(overrides: Overrides): EnvironmentSettings {
  const checked = checkSettings({ ...overrides });
  if ("problems" in checked) {
    throw new ConfigurationError("the settings of this test", checked.problems);
  }
  return checked.settings;
}

/** What a person reads below the first line, one line per problem. */
export function linesOf(overrides: Overrides): string[] {
  return new ConfigurationError("file", problemsOf(overrides)).message.split("\n").slice(1);
}

/** The message that refuses an environment. */
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
