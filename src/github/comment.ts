import { planMarker } from "../review/comment";
import type { GithubApi } from "./api";

/** The login name of the author of comments that a workflow writes with its token. Comments of other authors are ignored. */
export const BOT = "github-actions[bot]";

/** A comment that a workflow wrote. */
export interface Comment {
  readonly id: number;
  readonly body: string;
}

/** Returns the text at the beginning of the comment with a preview's URL. By this text, the workflow finds the comment again. */
export const previewMarker = (suffix: string) => `<!-- transaction-processing preview ${suffix} -->`;

/** Returns the comments that workflows wrote on a pull request, with the oldest comment first. */
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

/** Writes a comment. If `earlier` is given, the function replaces that comment's text instead of adding a comment. */
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

/** Writes a comment that begins with a marker. If a comment with this marker exists already, the function replaces that comment's text. */
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

/** A word that a comment contains in the place of a plan's digest: `failed` if the plan failed, `unplanned` if no plan was made. */
export type NoPlan = "failed" | "unplanned";

/**
 * Matches the first line of a comment about the plan of one environment. This line contains the plan's digest or a word of {@link NoPlan}.
 * The regular expression does not match the comment that lists the unchanged environments, because the first line of that comment contains
 * no digest and no word of NoPlan.
 */
const PLAN_COMMENT = new RegExp(`^${planMarker("(\\S+)")}(?:sha256:[0-9a-f]{64}|failed|unplanned) -->`);

/** Returns the suffix of the environment whose plan a comment is about. Returns undefined for other comments. */
export const plannedSuffix = (body: string): string | undefined => PLAN_COMMENT.exec(body)?.[1];

/** Returns the comment about the plan of one environment. */
export const planCommentOf = (comments: readonly Comment[], suffix: string): Comment | undefined =>
  comments.find(({ body }) => plannedSuffix(body) === suffix);

/** Returns the digest of the plan that a review describes. Returns undefined if the review is about another environment. */
export function digestIn(review: string, suffix: string): string | undefined {
  const marker = planMarker(suffix);
  if (!review.startsWith(marker)) return undefined;
  return /^(sha256:[0-9a-f]{64}) -->/.exec(review.slice(marker.length))?.[1];
}
