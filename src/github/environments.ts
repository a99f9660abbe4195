import { readdirSync } from "node:fs";
import { safeParse } from "valibot";
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
