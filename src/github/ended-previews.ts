import type { GithubApi } from "./api";

/** As `npm run previews -- --json` lists them. */
export interface Preview {
  readonly suffix: string;
  readonly pullRequest: number;
  readonly expired: boolean;
}

/** Suffixes of the previews whose time is up, or whose pull request is closed. */
export async function endedPreviews(github: GithubApi, previews: readonly Preview[]): Promise<string[]> {
  const ended: string[] = [];
  for (const { suffix, pullRequest, expired } of previews) {
    if (expired || !(await isOpen(github, pullRequest))) ended.push(suffix);
  }
  return ended;
}

async function isOpen(github: GithubApi, pullRequest: number): Promise<boolean> {
  const { state } = await github.send<{ state: string }>("GET", `pulls/${pullRequest}`);
  return state === "open";
}
