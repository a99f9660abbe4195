import { readdirSync } from "node:fs";
import { array, safeParse } from "valibot";
import { suffixSchema } from "../settings/schema";

/** What previews are made from; no environment. */
const PREVIEW = "preview";

/** Suffixes of the long-lived environments: those that have a file. */
export function longLived(directory: string): string[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .filter((suffix) => suffix !== PREVIEW && safeParse(suffixSchema, suffix).success) // the rest has a dot in its name
    .sort();
}

/**
 * The environments that were planned: those that a pull request's own code listed, as JSON. Where it did not get so far, or listed something
 * else, those of the checkout, of which an earlier comment may say what no longer holds.
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
    // said below
  }
  return {
    suffixes,
    problem: "SUFFIXES: got something else, allowed: a list of suffixes as JSON, as the pull request has it",
  };
}
