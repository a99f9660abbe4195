import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { digestIn } from "./comment";
import type { PlannedForComment } from "./plan-comments";
import { refusalIn } from "./refused-plan";

/** The fields of `review.json` that the workflows use. The workflows check the file, because a pull request's code wrote it. */
const reviewSchema = v.object({
  verdict: v.string(),
  warnings: v.array(v.string()),
  byHand: v.object({
    findings: v.array(v.string()),
    dangers: v.number(),
    notLookedFor: v.optional(v.array(v.string()), []), // a pull request's branch may be older than this field
  }),
});

/** The result of a plan: a review, a problem with the review, or a refusal. If the plan failed, the object is empty. */
export interface PlannedReview extends Pick<PlannedForComment, "problem" | "refused" | "reviewed"> {
  readonly reviewed?: NonNullable<PlannedForComment["reviewed"]> & {
    /** The changes outside of Terraform: one sentence for each change, the number of dangerous changes, and what was not looked for. */
    readonly byHand: v.InferOutput<typeof reviewSchema>["byHand"];
  };
}

const FILES = ["review.json", "review.md"] as const;

/**
 * Reads the result of an environment's plan from a folder. If the files are invalid, the function returns a `problem` and throws no error,
 * so that the caller can still read the results of other environments.
 */
export function plannedIn(folder: string, suffix: string): PlannedReview {
  const refused = refusalIn(folder, suffix);
  if (refused !== undefined) return { refused };
  if (!FILES.some((file) => existsSync(join(folder, file)))) return {};
  try {
    const [json, markdown] = FILES.map((file) => textOf(folder, file)) as [string, string];
    const { verdict, warnings, byHand } = parsed(json);
    if (digestIn(markdown, suffix) === undefined) {
      throw new NoReview(`review.md does not begin with the mark of a review of ${suffix}`);
    }
    const isQuiet = verdict === "no changes" && byHand.dangers === 0 && warnings.length === 0;
    return { reviewed: { markdown, isQuiet, byHand } };
  } catch (error) {
    if (error instanceof NoReview) return { problem: error.message };
    throw error;
  }
}

/**
 * A problem with `review.json` or `review.md`. The error's message does not quote the file, because the code of a pull request can write
 * any text into the file.
 */
class NoReview extends Error {}

function textOf(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), "utf8");
  } catch {
    throw new NoReview(`${file} is missing, or cannot be read`);
  }
}

function parsed(json: string): v.InferOutput<typeof reviewSchema> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new NoReview("review.json is not JSON");
  }
  const { success, output, issues } = v.safeParse(reviewSchema, value);
  if (success) return output;
  const path = v.getDotPath(issues[0]) ?? "all of it";
  throw new NoReview(`review.json is not what "npm run plan" writes: ${path} is missing, or of another type`);
}
