import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { safeParse } from "valibot";
import { decodeSettings } from "./json-file";
import { ConfigurationError, repeatedKeyProblems, show, TOO_DEEP, toProblems } from "./problems";
import { PROFILES } from "./profiles";
import type { Problem } from "./rule";
import { RULES } from "./rules";
import {
  type EnvironmentConfig,
  type EnvironmentSettings,
  environmentSchema,
  stateBucketSchema,
  suffixSchema,
} from "./schema";
import { hasSecret } from "./secrets";

type Json = Record<string, unknown>;

/** The folder of the checkout with the settings files, one for each environment. */
export const SETTINGS_DIRECTORY = "environments";

/** The places from which an environment's settings are read. */
export interface SettingsSource {
  /** The environment's suffix, as given by `ENVIRONMENT_SUFFIX`. */
  readonly suffix: string;
  /** The folder that contains `<suffix>.json`. If a suffix has no file, it gets the defaults of `ephemeral`. */
  readonly directory: string;
}

export interface EnvironmentSource extends SettingsSource {
  /** The state bucket, as given by `STATE_BUCKET`. */
  readonly stateBucket: string | undefined;
}

/** The configuration of an environment, and the settings file from which it was read. */
export interface LoadedEnvironment {
  readonly config: EnvironmentConfig;
  /**
   * The path of the settings file that was read. `undefined` if the suffix has no file; then the settings are the defaults of `ephemeral`.
   */
  readonly file: string | undefined;
}

const VARIABLES = "the environment variables";

type Checked = { readonly settings: EnvironmentSettings } | { readonly problems: readonly Problem[] };

/**
 * Reads one environment's settings, adds the defaults, and checks the settings and the name of the state bucket.
 *
 * @throws ConfigurationError with all problems at once
 */
export function loadEnvironment({ stateBucket, ...source }: EnvironmentSource): LoadedEnvironment {
  const { from, file, checked } = read(source);
  const unplaced = toProblems("STATE_BUCKET", safeParse(stateBucketSchema, stateBucket).issues);
  if ("problems" in checked || stateBucket === undefined || unplaced.length > 0) {
    const problems = "problems" in checked ? checked.problems : [];
    const sources = new Set([...unplaced.map(() => VARIABLES), ...problems.map(() => from)]);
    throw new ConfigurationError([...sources].join(" and "), [...unplaced, ...problems]);
  }
  return { config: { ...checked.settings, suffix: source.suffix, stateBucket }, file };
}

/**
 * Reads a configuration for commands that only read, or that move traffic back. An invalid settings file must not prevent such commands. If
 * the file is invalid, the configuration contains the file's `accountId` and `weights`, as far as they are valid. All other settings have
 * their defaults.
 *
 * @param onRefused a callback for an invalid file. It gets the problems of the file, and `true` if the account id is known
 * @throws ConfigurationError if the suffix or the state bucket is invalid
 */
export function loadEnvironmentAnyway(
  source: EnvironmentSource,
  onRefused: (error: ConfigurationError, accountIsKnown: boolean) => void,
): LoadedEnvironment {
  try {
    return loadEnvironment(source);
  } catch (error) {
    const stateBucket = loadStateBucket(source.stateBucket);
    const { file } = read(source);
    if (!(error instanceof ConfigurationError) || file === undefined) throw error;
    const { accountId, weights } = valueIn(file);
    const settings = [{ accountId, weights }, { accountId }, { weights }, {}].flatMap((said) => {
      const checked = checkSettings(JSON.parse(JSON.stringify(said))); // without undefined values
      return "problems" in checked ? [] : [checked.settings];
    })[0] as EnvironmentSettings;
    onRefused(error, settings.accountId !== undefined);
    return { config: { ...settings, suffix: source.suffix, stateBucket }, file };
  }
}

function valueIn(file: string): Json {
  try {
    const value = JSON.parse(decodeSettings(readFileSync(file)));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** Checks the value of `STATE_BUCKET`. @throws ConfigurationError */
export function loadStateBucket(value: string | undefined): string {
  const { success, output, issues } = safeParse(stateBucketSchema, value);
  if (!success) throw new ConfigurationError(VARIABLES, toProblems("STATE_BUCKET", issues));
  return output;
}

/**
 * Reads one environment's settings, adds the defaults, and checks the settings. This is for commands that do not use the environment's
 * state.
 *
 * @throws ConfigurationError with all problems at once
 */
export function loadSettings(source: SettingsSource): EnvironmentSettings {
  const { from, checked } = read(source);
  if ("problems" in checked) {
    throw new ConfigurationError(from, checked.problems);
  }
  return checked.settings;
}

function read({ suffix, directory }: SettingsSource): { from: string; file?: string; checked: Checked } {
  const problems = toProblems("ENVIRONMENT_SUFFIX", safeParse(suffixSchema, suffix).issues);
  if (problems.length > 0) {
    return { from: VARIABLES, checked: { problems } }; // without a suffix there is no file to read
  }
  const name = `${suffix}.json`;
  const file = join(directory, name);
  // The file's name has to be in the list of the folder's files, because some file systems open Prod.json under the name prod.json.
  return namesIn(directory).includes(name)
    ? { from: file, file, checked: checkFile(file) }
    : { from: file, checked: checkSettings({}) }; // the defaults have no problems
}

/** Returns the names of the files in the settings' folder, or an empty list if the folder does not exist. */
export function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw new ConfigurationError(directory, [
      { field: "(folder)", got: show(message), allowed: "a folder that this process may list" },
    ]);
  }
}

function checkFile(file: string): Checked {
  const malformed = (got: unknown, allowed: string) => ({
    problems: [{ field: "(file)", got: show(got), allowed }],
  });
  let text = "";
  let value: unknown;
  try {
    text = decodeSettings(readFileSync(file));
    value = JSON.parse(text, (key, inner) => {
      // valibot ignores these keys. If they were merged into the defaults, they would set an object's prototype.
      if (["__proto__", "constructor", "prototype"].includes(key)) throw new Error(`the key ${key}`);
      return inner;
    });
  } catch (error) {
    return malformed(failureOf(error, text), "valid JSON of the settings in docs/configuration.md");
  }
  if (!isObject(value)) return malformed(value, "a JSON object");
  const repeated = repeatedKeyProblems(text);
  return repeated.length > 0 ? { problems: repeated } : checkSettings(value);
}

/** Returns the reason why a file could not be read as JSON, in words for an error message. */
function failureOf(error: unknown, text: string): string {
  const { message } = error as Error;
  if (error instanceof RangeError) return TOO_DEEP;
  // The message of JSON.parse quotes the text around the error. The quoted text may contain half of a secret, which hasSecret cannot
  // recognize.
  return error instanceof SyntaxError && hasSecret(text) ? "no valid JSON, and a secret" : message;
}

/**
 * Adds the profile's defaults to the settings, and checks the result. If the settings have no profile, the profile is `ephemeral`.
 *
 * @returns the complete settings, or all problems
 */
export function checkSettings(overrides: Json): Checked {
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
