import type { EnvironmentSettings } from "./schema";

/** The tags that everything of an environment carries. */
export const resourceTags = (suffix: string, profile: EnvironmentSettings["profile"]) => ({
  Application: "transaction-processing",
  EnvironmentSuffix: suffix,
  Profile: profile,
});
