import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { emptyFolder } from "../files/own-folder";
import { RefusedError } from "../terminal/refused";

/** The name of the file with the message of a refusal. A refused plan has this file and no review. */
export const REFUSED_FILE = "refused.json";

const refusalSchema = v.object({ suffix: v.string(), refused: v.string() });

/**
 * Writes the message of a refused plan into a file. The workflow then quotes this message in a comment on the pull request. All other files
 * of the plan are removed, because a refused plan is not kept.
 *
 * @param directory the folder of the plan; if it contains files that do not belong to a plan, the function changes nothing
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
 * Reads the message of an environment's refused plan. A file about another environment is ignored.
 *
 * @returns undefined if the plan was not refused
 */
export function refusalIn(directory: string, suffix: string): string | undefined {
  try {
    const refusal = v.parse(refusalSchema, JSON.parse(readFileSync(join(directory, REFUSED_FILE), "utf8")));
    return refusal.suffix === suffix ? refusal.refused : undefined;
  } catch {
    return undefined;
  }
}
