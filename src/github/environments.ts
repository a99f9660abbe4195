import { readdirSync } from "node:fs";
import { array, safeParse } from "valibot";
import { suffixSchema } from "../settings/schema";

/**
 * The name, without `.json`, of the settings file of all previews: `environments/preview.json`. No environment has the suffix `preview`.
 */
const PREVIEW = "preview";

/** Returns the suffixes of the long-lived environments: the names of their settings files, without `.json`. */
export function longLived(directory: string): string[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .filter((suffix) => suffix !== PREVIEW && safeParse(suffixSchema, suffix).success) // a name with a dot, such as a schema's, is no suffix
    .sort();
}

/**
 * Returns the suffixes of the environments that were planned for a pull request. The suffixes come from a JSON list that the pull request's
 * code has written. If there is no valid list, the function returns the suffixes of all long-lived environments. In this case, the
 * workflow replaces the pull request's outdated comments. There is one comment for each long-lived environment.
 *
 * @param listed the JSON list
 * @param directory the folder with the settings files of this checkout. The workflow that comments on a pull request has checked out `main`
 */
export function plannedSuffixes(
  listed: string | undefined,
  directory: string,
): { readonly suffixes: readonly string[]; readonly problem?: string } {
  const suffixes = longLived(directory);
  if (!listed) return { suffixes };
  try {
    const { success, output } = safeParse(array(suffixSchema), JSON.parse(listed));
    if (success) return { suffixes: output };
  } catch {
    // reported below
  }
  return {
    suffixes,
    problem:
      "SUFFIXES: got something else, allowed: a JSON list of suffixes, which the pull request's code writes",
  };
}
