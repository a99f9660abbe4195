import { planMarker } from "../review/comment";
import type { GithubApi } from "./api";

/** The author of comments that a workflow writes with its token. Comments of other authors are ignored. */
export const BOT = "github-actions[bot]";

/** A comment that a workflow wrote. */
export interface Comment {
  readonly id: number;
  readonly body: string;
}

/** The beginning of the comment with the URL of a preview. The workflow finds the comment by this beginning. */
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

/** Writes a comment. If there is an earlier comment, its text is replaced. */
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

/** Writes a comment that begins with a marker. If there is a comment with this marker already, its text is replaced. */
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

/** The word that a comment contains instead of the plan's digest: `failed` if the plan failed, `unplanned` if no plan was made. */
export type NoPlan = "failed" | "unplanned";

/**
 * The first line of a comment about an environment's plan. The pattern requires a digest or a word of {@link NoPlan}, because the
 * comment `plan without changes` begins in the same way.
 */
const PLAN_COMMENT = new RegExp(`^${planMarker("(\\S+)")}(?:sha256:[0-9a-f]{64}|failed|unplanned) -->`);

/** The environment whose plan a comment is about. */
export const plannedSuffix = (body: string): string | undefined => PLAN_COMMENT.exec(body)?.[1];

/** The workflow's own comment about an environment's plan. */
export const planCommentOf = (comments: readonly Comment[], suffix: string): Comment | undefined =>
  comments.find(({ body }) => plannedSuffix(body) === suffix);

/** The digest of the plan that a review describes; `undefined` if the review is about another environment. */
export function digestIn(review: string, suffix: string): string | undefined {
  const marker = planMarker(suffix);
  if (!review.startsWith(marker)) return undefined;
  return /^(sha256:[0-9a-f]{64}) -->/.exec(review.slice(marker.length))?.[1];
}
