import { readdirSync } from "node:fs";
import { array, safeParse } from "valibot";
import { suffixSchema } from "../settings/schema";

/** The name of the settings file for previews. This file does not describe an environment. */
const PREVIEW = "preview";

/** Suffixes of the long-lived environments. Each of them has a settings file. */
export function longLived(directory: string): string[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .filter((suffix) => suffix !== PREVIEW && safeParse(suffixSchema, suffix).success) // other files, such as schemas, have a dot in their names
    .sort();
}

/**
 * The planned environments, from a JSON list that the pull request's code has written. If the list is not valid, the result is
 * the environments of the checkout, so that outdated comments about them are replaced.
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
