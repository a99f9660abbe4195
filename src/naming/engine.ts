/**
 * Major versions of Aurora PostgreSQL that an environment can have, oldest first, each with its long-term support release, which
 * is the oldest minor version that this project accepts.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Updates.LTS.html
 */
export const ENGINE_MAJORS = { "16": "16.8", "17": "17.7" } as const;

/** A major version, such as `16`. */
export type EngineMajor = keyof typeof ENGINE_MAJORS;

/** The version of an environment whose file names none. Another major version gives each of these another parameter group. */
export const DEFAULT_ENGINE_VERSION = ENGINE_MAJORS["16"];

/** The major version of a version such as `16.8`. */
export const majorOf = (version: string): string => version.split(".")[0] ?? "";

/** Whether a version can be asked for: of a known major version, and no older minor than its long-term support release. */
export function isEngineVersion(version: string): boolean {
  const least = Object.entries(ENGINE_MAJORS).find(([major]) => major === majorOf(version))?.[1];
  const minor = (of: string) => Number(of.split(".")[1]);
  return least !== undefined && /^\d+\.[1-9]\d?$/.test(version) && minor(version) >= minor(least);
}

/** The administrator's user name in every cluster; not "postgres", which attackers try first. */
export const MASTER_USERNAME = "cluster_owner";
