import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { digestIn } from "./comment";
import type { PlannedForComment } from "./plan-comments";
import { refusalIn } from "./refused-plan";

/** The fields of `review.json` that the workflows use. The file is checked, because a pull request's code wrote it. */
const reviewSchema = v.object({
  verdict: v.string(),
  warnings: v.array(v.string()),
  byHand: v.object({ findings: v.array(v.string()), dangers: v.number() }),
});

/** The result of a plan: a review, a problem with the review, or a refusal. If the plan failed, there is none of the three. */
export interface PlannedReview extends Pick<PlannedForComment, "problem" | "refused" | "reviewed"> {
  readonly reviewed?: NonNullable<PlannedForComment["reviewed"]> & {
    /** The changes outside of Terraform, a sentence for each change, and the number of dangerous changes. */
    readonly byHand: v.InferOutput<typeof reviewSchema>["byHand"];
  };
}

const FILES = ["review.json", "review.md"] as const;

/**
 * Reads the result of an environment's plan from a folder. Invalid files are returned as `problem` and not thrown as an error, so
 * that the results of other environments can still be read.
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

/** The problem of a result file. The message does not quote the file, because anybody may have written its content. */
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
