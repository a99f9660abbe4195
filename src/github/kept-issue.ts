import { createHash } from "node:crypto";
import type { GithubApi } from "./api";
import { BOT } from "./comment";

interface Issue {
  readonly number: number;
  readonly body?: string | null;
  readonly user?: { readonly login: string } | null;
  /** Set if the issue is a pull request. GitHub lists pull requests among the issues. */
  readonly pull_request?: object;
}

/** An issue that is open as long as there is something to report. */
export interface KeptIssue {
  /** The beginning of the issue's text, an HTML comment without its end. The issue is found again by this marker. */
  readonly marker: string;
  /** The content of the issue. @default - there is nothing to report, and an open issue is closed */
  readonly told?: {
    readonly title: string;
    readonly text: string;
    /** The facts that the issue reports. The issue is edited only when these facts change. */
    readonly about: readonly string[];
    /** The comment that is added when the facts change, because GitHub notifies nobody of an edited text. */
    readonly changed: string;
  };
  /** The comment with which the issue is closed. */
  readonly closing: string;
}

/**
 * Opens, updates or closes the issue with a marker.
 *
 * @returns the action in words; `undefined` if there was nothing to report and no open issue
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

/** Finds the open issue with a marker, among the issues that the workflow itself has opened. */
async function openIssue(github: GithubApi, marker: string): Promise<Issue | undefined> {
  const issues = await github.list<Issue>("issues?state=open");
  return issues.find(
    ({ user, body, pull_request }) =>
      pull_request === undefined && user?.login === BOT && body?.startsWith(marker),
  );
}

/** A digest of the facts. The order of the facts and repeated facts do not change it. */
const fingerprint = (about: readonly string[]) =>
  createHash("sha256")
    .update(JSON.stringify([...new Set(about)].sort()))
    .digest("hex")
    .slice(0, 16);
