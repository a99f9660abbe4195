import { planMarker } from "../review/comment";
import type { GithubApi } from "./api";

/** The author of comments that are written with a workflow's token; only this author's comments are believed. */
export const BOT = "github-actions[bot]";

/** A comment that a workflow wrote. */
export interface Comment {
  readonly id: number;
  readonly body: string;
}

/** Marks the comment with the URL of a preview. */
export const previewMarker = (suffix: string) => `<!-- transaction-processing preview ${suffix} -->`;

/** The workflows' own comments on a pull request, the oldest first. */
export async function ownComments(github: GithubApi, pullRequest: number): Promise<Comment[]> {
  const comments = await github.list<{
    readonly id: number;
    readonly body?: string;
    readonly user?: { readonly login: string } | null;
  }>(`issues/${pullRequest}/comments`);
  return comments
    .filter(({ user }) => user?.login === BOT)
    .map(({ id, body = "" }): Comment => ({ id, body }));
}

/** Writes a comment, in the place of an earlier one if there is one. */
export async function writeOver(
  github: GithubApi,
  pullRequest: number,
  earlier: Comment | undefined,
  body: string,
): Promise<void> {
  await (earlier
    ? github.send("PATCH", `issues/comments/${earlier.id}`, { body })
    : github.send("POST", `issues/${pullRequest}/comments`, { body }));
}

/** Writes the comment that begins with a marker, in the place of the existing one. */
export async function writeComment(
  github: GithubApi,
  pullRequest: number,
  marker: string,
  body: string,
): Promise<void> {
  if (!body.startsWith(marker))
    throw new Error(`a comment without its marker would not be found again: ${marker}`);
  const comments = await ownComments(github, pullRequest);
  await writeOver(
    github,
    pullRequest,
    comments.find((it) => it.body.startsWith(marker)),
    body,
  );
}

/** The text in the place of a digest where there is no plan: the plan failed, or none was made. */
export type NoPlan = "failed" | "unplanned";

/** `plan without changes` begins another comment, and an environment's name may begin the same way. */
const PLAN_COMMENT = new RegExp(`^${planMarker("(\\S+)")}(?:sha256:[0-9a-f]{64}|failed|unplanned) -->`);

/** The environment whose plan a comment is about. */
export const plannedSuffix = (body: string): string | undefined => PLAN_COMMENT.exec(body)?.[1];

/** The workflow's own comment about an environment's plan. */
export const planCommentOf = (comments: readonly Comment[], suffix: string): Comment | undefined =>
  comments.find(({ body }) => plannedSuffix(body) === suffix);

/** The digest of the plan that a review is about; `undefined` unless the review is the suffix's. */
export function digestIn(review: string, suffix: string): string | undefined {
  const marker = planMarker(suffix);
  if (!review.startsWith(marker)) return undefined;
  return /^(sha256:[0-9a-f]{64}) -->/.exec(review.slice(marker.length))?.[1];
}
