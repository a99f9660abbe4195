/**
 * The supported major versions of Aurora PostgreSQL, oldest first. Each major version has its long-term support (LTS) release as its value.
 * This release is the oldest minor version that this project accepts.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Updates.LTS.html
 */
export const ENGINE_MAJORS = { "16": "16.8", "17": "17.7" } as const;

/** A major version, such as `16`. */
export type EngineMajor = keyof typeof ENGINE_MAJORS;

/**
 * The database version of environments whose settings contain no version. If this constant gets another major version, each of these
 * environments gets another parameter group.
 */
export const DEFAULT_ENGINE_VERSION = ENGINE_MAJORS["16"];

/** Returns the major version of a version, such as `16` for `16.8`. */
export const majorOf = (version: string): string => version.split(".")[0] ?? "";

/**
 * Returns whether the settings may contain this version: its major version is supported, and its minor version is not older than the LTS
 * release.
 */
export function isEngineVersion(version: string): boolean {
  const least = Object.entries(ENGINE_MAJORS).find(([major]) => major === majorOf(version))?.[1];
  const minor = (of: string) => Number(of.split(".")[1]);
  return least !== undefined && /^\d+\.[1-9]\d?$/.test(version) && minor(version) >= minor(least);
}

/** The master user name of every cluster. It is not "postgres", because attackers try that name first. */
export const MASTER_USERNAME = "cluster_owner";
