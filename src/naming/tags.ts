const APPLICATION = "transaction-processing";

/** The tags of every resource of an environment. */
export const resourceTags = (suffix: string, profile: string) => ({
  Application: APPLICATION,
  EnvironmentSuffix: suffix,
  Profile: profile,
});

/**
 * The tags that identify one environment's resources. The tag `EnvironmentSuffix` alone would not be enough, because another application
 * may use the same suffix.
 */
export const identifyingTags = (suffix: string) => ({ Application: APPLICATION, EnvironmentSuffix: suffix });

/** The suffix of the environment of a resource with these tags. @returns undefined if the resource does not belong to this project */
export function taggedSuffix(tags: Readonly<Record<string, string | undefined>>): string | undefined {
  return tags.Application === APPLICATION ? tags.EnvironmentSuffix : undefined;
}
