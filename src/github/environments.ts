import { readdirSync } from "node:fs";
import { array, safeParse } from "valibot";
import { suffixSchema } from "../settings/schema";

/** The settings file of previews, which is no environment. */
const PREVIEW = "preview";

/** Suffixes of the long-lived environments, which have a file each. */
export function longLived(directory: string): string[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .filter((suffix) => suffix !== PREVIEW && safeParse(suffixSchema, suffix).success) // the rest has a dot in its name
    .sort();
}

/**
 * The planned environments, from the JSON list of the pull request's own code. Without a valid list, the environments of the
 * checkout, because an earlier comment about one of these may be out of date.
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
    problem: "SUFFIXES: got something else, allowed: a list of suffixes as JSON, as the pull request has it",
  };
}
