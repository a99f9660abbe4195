import { planMarker } from "../review/comment";
import type { GithubApi } from "./api";

/** Who writes comments with a workflow's token; nobody else's are believed. */
export const BOT = "github-actions[bot]";

interface Comment {
  readonly id: number;
  readonly body?: string;
  readonly user?: { readonly login: string } | null;
}

/** Marks the comment that says where a preview is. */
export const previewMarker = (suffix: string) => `<!-- transaction-processing preview ${suffix} -->`;

/** The workflow's own comment that begins with a marker, if there is one. */
export async function findComment(
  github: GithubApi,
  pullRequest: number,
  marker: string,
): Promise<Comment | undefined> {
  const comments = await github.list<Comment>(`issues/${pullRequest}/comments`);
  return comments.find(({ user, body }) => user?.login === BOT && body?.startsWith(marker));
}

/** Writes the comment that begins with a marker, over the one that is there. */
export async function writeComment(
  github: GithubApi,
  pullRequest: number,
  marker: string,
  body: string,
): Promise<void> {
  if (!body.startsWith(marker))
    throw new Error(`a comment without its marker would not be found again: ${marker}`);
  const earlier = await findComment(github, pullRequest, marker);
  await (earlier
    ? github.send("PATCH", `issues/comments/${earlier.id}`, { body })
    : github.send("POST", `issues/${pullRequest}/comments`, { body }));
}

/** The digest of the plan that a review is about; `undefined` unless the review is the suffix's. */
export function digestIn(review: string, suffix: string): string | undefined {
  const marker = planMarker(suffix);
  if (!review.startsWith(marker)) return undefined;
  return /^(sha256:[0-9a-f]{64}) -->/.exec(review.slice(marker.length))?.[1];
}
