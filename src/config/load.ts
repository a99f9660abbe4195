import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { safeParse } from "valibot";
import { ConfigurationError, toProblems } from "./problems";
import { PROFILES } from "./profiles";
import { type Problem, RULES } from "./rules";
import {
  type EnvironmentConfig,
  type EnvironmentSettings,
  environmentSchema,
  stateBucketSchema,
  suffixSchema,
} from "./schema";

type Json = Record<string, unknown>;

/** Where an environment's configuration comes from. */
export interface EnvironmentSource {
  /** The environment's suffix, as given by `ENVIRONMENT_SUFFIX`. */
  readonly suffix: string;
  /** The state bucket, as given by `STATE_BUCKET`. */
  readonly stateBucket: string | undefined;
  /** The folder that holds `<suffix>.json`; a suffix without a file is `ephemeral`. */
  readonly directory: string;
}

/** A configuration, and whether a file said anything about it. */
export interface LoadedEnvironment {
  readonly config: EnvironmentConfig;
  /** The file that was read, or `undefined` when the suffix has none and got the `ephemeral` defaults. */
  readonly file: string | undefined;
}

/**
 * Reads, completes and checks one environment's configuration.
 *
 * @throws ConfigurationError with every problem at once: bad variables, then a bad file
 */
export function loadEnvironment({ suffix, stateBucket, directory }: EnvironmentSource): LoadedEnvironment {
  const problems = [
    ...toProblems("ENVIRONMENT_SUFFIX", safeParse(suffixSchema, suffix).issues),
    ...toProblems("STATE_BUCKET", safeParse(stateBucketSchema, stateBucket).issues),
  ];
  if (problems.some(({ field }) => field === "ENVIRONMENT_SUFFIX") || stateBucket === undefined) {
    throw new ConfigurationError("the environment variables", problems); // without a suffix there is no file to check
  }
  const path = join(directory, `${suffix}.json`);
  const file = existsSync(path) ? path : undefined;
  const checked = checkSettings(file === undefined ? {} : readJson(file));
  if (problems.length > 0 || "problems" in checked) {
    throw new ConfigurationError(file ?? `environment "${suffix}"`, [
      ...problems,
      ...("problems" in checked ? checked.problems : []),
    ]);
  }
  return { config: { ...checked.settings, suffix, stateBucket }, file };
}

/** Settings completed by their profile's defaults (default: `ephemeral`), or everything that is wrong with them. */
export function checkSettings(
  overrides: Json,
): { settings: EnvironmentSettings } | { problems: readonly Problem[] } {
  const defaults = overrides.profile === "production" ? PROFILES.production : PROFILES.ephemeral;
  const merged = merge(defaults, overrides);
  const checked = safeParse(environmentSchema, merged);
  const malformed = toProblems("(top level)", checked.issues);
  const touches = (field: string, read: string) =>
    field === read || field.startsWith(`${read}.`) || read.startsWith(`${field}.`);
  const broken = RULES.filter(
    ({ reads }) => !malformed.some(({ field }) => reads.some((read) => touches(field, read))),
  ).flatMap(({ check }) => check(merged as EnvironmentSettings));
  return checked.success && broken.length === 0
    ? { settings: checked.output }
    : { problems: [...malformed, ...broken] };
}

function readJson(file: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ConfigurationError(file, [
      { field: "(file)", got: (error as Error).message, allowed: "valid JSON" },
    ]);
  }
  if (!isObject(value)) {
    throw new ConfigurationError(file, [{ field: "(file)", got: value, allowed: "a JSON object" }]);
  }
  return value;
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function merge(defaults: Json, overrides: Json): Json {
  const merged: Json = { ...defaults };
  for (const [key, value] of Object.entries(overrides)) {
    const inherited = merged[key];
    merged[key] = isObject(inherited) && isObject(value) ? merge(inherited, value) : value;
  }
  return merged;
}
