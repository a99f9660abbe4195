import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { emptyFolder } from "../files/own-folder";
import { RefusedError } from "../terminal/refused";

/** Stands beside no review: the plan was refused before there was one. */
export const REFUSED_FILE = "refused.json";

const refusalSchema = v.object({ suffix: v.string(), refused: v.string() });

/**
 * Writes why a plan was refused, in the refusal's own words, for the comment of a pull request. The folder holds nothing else then: a
 * plan that was refused is not kept.
 *
 * @param directory that the plan was to go to; one that holds what others put there is left alone
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
 * Why the plan of an environment was refused. A file that is no refusal of this environment is none: then the plan failed.
 *
 * @returns undefined where it was not refused
 */
export function refusalIn(directory: string, suffix: string): string | undefined {
  try {
    const refusal = v.parse(refusalSchema, JSON.parse(readFileSync(join(directory, REFUSED_FILE), "utf8")));
    return refusal.suffix === suffix ? refusal.refused : undefined;
  } catch {
    return undefined;
  }
}
