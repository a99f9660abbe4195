import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { emptyFolder } from "../files/own-folder";
import { RefusedError } from "../terminal/refused";

/** The file of a refusal; there is no review beside it, because the plan was refused before. */
export const REFUSED_FILE = "refused.json";

const refusalSchema = v.object({ suffix: v.string(), refused: v.string() });

/**
 * Writes why a plan was refused, in the refusal's own words, for the comment of a pull request. The folder then holds nothing
 * else, because a refused plan is not kept.
 *
 * @param directory the folder for the plan; a folder with files of others is left alone
 */
export function writeRefusal(directory: string, suffix: string, { message }: RefusedError): void {
  try {
    emptyFolder(directory);
  } catch (error) {
    if (error instanceof RefusedError) return;
    throw error;
  }
  writeFileSync(join(directory, REFUSED_FILE), `${JSON.stringify({ suffix, refused: message })}\n`);
}

/**
 * Why the plan of an environment was refused. A file about another environment does not count, and the plan then failed.
 *
 * @returns undefined where the plan was not refused
 */
export function refusalIn(directory: string, suffix: string): string | undefined {
  try {
    const refusal = v.parse(refusalSchema, JSON.parse(readFileSync(join(directory, REFUSED_FILE), "utf8")));
    return refusal.suffix === suffix ? refusal.refused : undefined;
  } catch {
    return undefined;
  }
}
