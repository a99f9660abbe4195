import { createHash } from "node:crypto";
import type { GithubApi } from "./api";
import { BOT } from "./comment";

interface Issue {
  readonly number: number;
  readonly body?: string | null;
  readonly user?: { readonly login: string } | null;
  /** Only a pull request has this field. GitHub's list of issues contains pull requests too. */
  readonly pull_request?: object;
}

/** An issue that is open as long as there is something to report. */
export interface KeptIssue {
  /** The beginning of the issue's text: an HTML comment without its end. By this marker, a later run finds the issue again. */
  readonly marker: string;
  /** The content of the issue. @default - there is nothing to report, and {@link keepIssue} closes the issue if it is open */
  readonly told?: {
    readonly title: string;
    readonly text: string;
    /** The facts that the issue reports. The issue is edited only when these facts change. */
    readonly about: readonly string[];
    /**
     * The text of a comment that is added to the issue when the facts change. GitHub notifies nobody when the issue's text is edited, but
     * notifies people of a comment.
     */
    readonly changed: string;
  };
  /** The text of the comment with which the issue is closed. */
  readonly closing: string;
}

/**
 * Opens, updates or closes the issue that has a given marker.
 *
 * @returns the action in words, such as "opened issue 7"; undefined if there was nothing to report and no issue was open
 */
export async function keepIssue(
  github: GithubApi,
  { marker, told, closing }: KeptIssue,
): Promise<string | undefined> {
  const issue = await openIssue(github, marker);
  const comment = (number: number, body: string) =>
    github.send("POST", `issues/${number}/comments`, { body });
  if (told === undefined) {
    if (issue === undefined) return undefined;
    await comment(issue.number, closing);
    await github.send("PATCH", `issues/${issue.number}`, { state: "closed", state_reason: "completed" });
    return `closed issue ${issue.number}`;
  }
  const { title, text, about, changed } = told;
  const first = `${marker}${fingerprint(about)} -->`;
  const written = { title, body: `${first}\n${text}` };
  if (issue === undefined) {
    const { number } = await github.send<Issue>("POST", "issues", written);
    return `opened issue ${number}`;
  }
  if (issue.body?.startsWith(first)) return `issue ${issue.number} says the same`;
  await github.send("PATCH", `issues/${issue.number}`, written);
  await comment(issue.number, changed);
  return `updated issue ${issue.number}`;
}

/** Finds the open issue that has a given marker and was opened by a workflow. */
async function openIssue(github: GithubApi, marker: string): Promise<Issue | undefined> {
  const issues = await github.list<Issue>("issues?state=open");
  return issues.find(
    ({ user, body, pull_request }) =>
      pull_request === undefined && user?.login === BOT && body?.startsWith(marker),
  );
}

/** Returns a digest of the facts. The digest does not depend on the order of the facts, or on repeated facts. */
const fingerprint = (about: readonly string[]) =>
  createHash("sha256")
    .update(JSON.stringify([...new Set(about)].sort()))
    .digest("hex")
    .slice(0, 16);
