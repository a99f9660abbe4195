const APPLICATION = "transaction-processing";

/** The tags that everything of an environment carries. */
export const resourceTags = (suffix: string, profile: string) => ({
  Application: APPLICATION,
  EnvironmentSuffix: suffix,
  Profile: profile,
});

/** The tags by which everything of one environment is found; others' environments may have the same suffix. */
export const identifyingTags = (suffix: string) => ({ Application: APPLICATION, EnvironmentSuffix: suffix });

/** Suffix of the environment that something with these tags is part of; `undefined` for what is not this project's. */
export function taggedSuffix(tags: Readonly<Record<string, string | undefined>>): string | undefined {
  return tags.Application === APPLICATION ? tags.EnvironmentSuffix : undefined;
}
