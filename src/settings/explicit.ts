import { safeParse } from "valibot";
import { RefusedError } from "../terminal/refused";
import { namesIn } from "./load";
import { suffixSchema } from "./schema";

/**
 * Returns the suffix of the environment that a command will change. Such a command needs an explicit suffix. In contrast, synth and the
 * commands that only read use `dev` by default.
 *
 * @param directory the folder with the settings files, such as `<suffix>.json`
 * @returns the suffix; its form has not been checked yet
 * @throws RefusedError when `ENVIRONMENT_SUFFIX` is not set
 */
export function requireSuffix({ ENVIRONMENT_SUFFIX }: NodeJS.ProcessEnv, directory: string): string {
  if (ENVIRONMENT_SUFFIX) return ENVIRONMENT_SUFFIX;
  throw new RefusedError(
    `ENVIRONMENT_SUFFIX is not set: name the environment by ENVIRONMENT_SUFFIX or by --suffix; ${thereAre(directory)}`,
  );
}

/**
 * Refuses a suffix that has no settings file. Commands that change an environment use this check. Without it, a mistyped suffix or a
 * misnamed file would create an environment with the defaults of `ephemeral`.
 *
 * @param directory the folder that the environment was loaded from
 * @throws RefusedError when {@link missingSettingsFile} returns a message
 */
export function requireSettingsFile(suffix: string, directory: string): void {
  const missing = missingSettingsFile(suffix, directory);
  if (missing !== undefined) throw new RefusedError(missing);
}

/**
 * Returns a message if an environment cannot be deployed because it has no settings file of its own. Previews, whose suffix is
 * `pr-<number>`, need no file.
 */
export function missingSettingsFile(suffix: string, directory: string): string | undefined {
  const name = `${suffix}.json`;
  const names = namesIn(directory);
  if (names.includes(name) || /^pr-[1-9]\d*$/.test(suffix)) return undefined;
  const other = names.find((it) => it.toLowerCase() === name);
  return other === undefined
    ? `there is no ${directory}/${name}: is the suffix wrong? ${thereAre(directory)}; a new environment needs that file ('{ "profile": "ephemeral" }' at least)`
    : `there is no ${directory}/${name}, but ${directory}/${other}: rename it to ${name}, in lower case`;
}

function thereAre(directory: string): string {
  const suffixes = namesIn(directory)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    // The previews' file, the schema and the examples are left out, because they do not belong to an environment.
    .filter((suffix) => suffix !== "preview" && safeParse(suffixSchema, suffix).success);
  return suffixes.length === 0
    ? `there are no files in ${directory}`
    : `there are: ${suffixes.sort().join(", ")}`;
}
