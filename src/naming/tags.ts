const APPLICATION = "transaction-processing";

/** Returns the tags of every resource of an environment. */
export const resourceTags = (suffix: string, profile: string) => ({
  Application: APPLICATION,
  EnvironmentSuffix: suffix,
  Profile: profile,
});

/**
 * Returns the tags that identify one environment's resources. The tag `EnvironmentSuffix` alone would not be enough, because another
 * application may use the same suffix.
 */
export const identifyingTags = (suffix: string) => ({ Application: APPLICATION, EnvironmentSuffix: suffix });

/**
 * Returns the suffix of the environment to which a resource with these tags belongs, or `undefined` if it does not belong to this project.
 */
export function taggedSuffix(tags: Readonly<Record<string, string | undefined>>): string | undefined {
  return tags.Application === APPLICATION ? tags.EnvironmentSuffix : undefined;
}
