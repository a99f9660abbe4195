import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import type { PlannedForComment } from "./plan-comments";

/** What `npm run plan` writes beside a plan, as far as the workflows go by it; it comes from a pull request's code. */
const reviewSchema = v.object({
  verdict: v.string(),
  byHand: v.object({ findings: v.array(v.string()), dangers: v.number() }),
});

/** A review that a plan wrote. */
export interface PlannedReview extends Pick<PlannedForComment, "reviewed"> {
  readonly reviewed?: NonNullable<PlannedForComment["reviewed"]> & {
    /** What was changed outside of Terraform, a sentence each, and how much of it is dangerous. */
    readonly byHand: v.InferOutput<typeof reviewSchema>["byHand"];
  };
}

/** The review in a folder; nothing where there is none, because the plan failed. @throws for another program's files */
export function plannedIn(folder: string): PlannedReview {
  const [json, markdown] = ["review.json", "review.md"].map((file) => join(folder, file)) as [string, string];
  if (!existsSync(json) || !existsSync(markdown)) return {};
  const { verdict, byHand } = v.parse(reviewSchema, JSON.parse(readFileSync(json, "utf8")));
  const isQuiet = verdict === "no changes" && byHand.dangers === 0;
  return { reviewed: { markdown: readFileSync(markdown, "utf8"), isQuiet, byHand } };
}
