import * as v from "valibot";
import { suffixSchema } from "../settings/schema";
import type { Preview as DeployedPreview } from "../state/previews";
import { RefusedError } from "../terminal/refused";
import { type GithubApi, GithubError } from "./api";

/** An entry in the output of `npm run previews -- --json`, with only the fields that this file uses. */
type Preview = Pick<DeployedPreview, "expired" | "pullRequest" | "suffix">;

const previewsSchema = v.array(
  v.object({ suffix: suffixSchema, pullRequest: v.pipe(v.number(), v.safeInteger()), expired: v.boolean() }),
);

/** Parses the output of `npm run previews -- --json`. @throws RefusedError for any other text */
export function parsePreviews(text: string): Preview[] {
  try {
    return v.parse(previewsSchema, JSON.parse(text));
  } catch {
    throw new RefusedError(
      `standard input: got ${text.length} characters that are not a list of previews, allowed: the output of "npm run --silent previews -- --json"`,
    );
  }
}

interface PullRequest {
  readonly state: string;
  readonly labels: readonly { readonly name: string }[];
}

/**
 * Returns the suffixes of the previews that shall be destroyed. A preview shall be destroyed if it has expired, if its pull request is
 * closed, or if its pull request no longer has the label `preview`.
 */
export async function endedPreviews(github: GithubApi, previews: readonly Preview[]): Promise<string[]> {
  const ended: string[] = [];
  for (const { suffix, pullRequest, expired } of previews) {
    if (expired || !(await isWanted(github, pullRequest))) ended.push(suffix);
  }
  return ended;
}

async function isWanted(github: GithubApi, pullRequest: number): Promise<boolean> {
  try {
    const { state, labels } = await github.send<PullRequest>("GET", `pulls/${pullRequest}`);
    return state === "open" && labels.some(({ name }) => name === "preview");
  } catch (error) {
    // If there is no such pull request, somebody deployed the preview by hand. It is kept until it expires.
    if (error instanceof GithubError && error.status === 404) return true;
    throw error;
  }
}
