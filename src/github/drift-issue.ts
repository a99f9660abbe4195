import { createHash } from "node:crypto";
import type { GithubApi } from "./api";
import { BOT } from "./comment";

interface Issue {
  readonly number: number;
  readonly body?: string | null;
  readonly user?: { readonly login: string } | null;
  /** GitHub lists pull requests among the issues. */
  readonly pull_request?: object;
}

/** What a nightly plan found of one environment. */
export interface FoundDrift {
  readonly suffix: string;
  /** Sentences about what was changed outside of Terraform; none: all is as it was deployed. */
  readonly findings: readonly string[];
  /** How many of them open, let in, take a safeguard away or lose data. */
  readonly dangers: number;
  /** The whole review, as Markdown. */
  readonly review: string;
  /** Address of the workflow's run. */
  readonly run: string;
}

const marker = (suffix: string) => `<!-- transaction-processing drift ${suffix} `;

/** An issue holds 65,536 characters; the review is cut where it and what is said before it would not fit. */
const REVIEW_CHARACTERS = 63_000;

/**
 * Keeps one open issue for an environment as long as something of it was changed outside of Terraform: opened, updated, told
 * of again when it is something else, and closed.
 *
 * @returns what was done with which issue, in words
 */
export async function keepDriftIssue(github: GithubApi, found: FoundDrift): Promise<string> {
  const { suffix, findings, run } = found;
  const issue = await openIssue(github, suffix);
  if (findings.length === 0) {
    if (issue === undefined) return `nothing of ${suffix} was changed outside of Terraform`;
    await github.send("POST", `issues/${issue.number}/comments`, {
      body: `A plan of \`${suffix}\` finds nothing any more that was changed outside of Terraform: ${run}`,
    });
    await github.send("PATCH", `issues/${issue.number}`, { state: "closed", state_reason: "completed" });
    return `closed issue ${issue.number}`;
  }
  const first = `${marker(suffix)}${fingerprint(findings)} -->`;
  const written = { title: titleOf(found), body: bodyOf(found, first) };
  if (issue === undefined) {
    const { number } = await github.send<Issue>("POST", "issues", written);
    return `opened issue ${number}`;
  }
  await github.send("PATCH", `issues/${issue.number}`, written);
  if (issue.body?.startsWith(first)) return `issue ${issue.number} says the same`;
  // An edit tells nobody.
  await github.send("POST", `issues/${issue.number}/comments`, {
    body: `Something else is changed now, see above: ${run}`,
  });
  return `updated issue ${issue.number}`;
}

/** The workflow's own; nobody else's are believed. */
async function openIssue(github: GithubApi, suffix: string): Promise<Issue | undefined> {
  const issues = await github.list<Issue>("issues?state=open");
  return issues.find(
    ({ user, body, pull_request }) =>
      pull_request === undefined && user?.login === BOT && body?.startsWith(marker(suffix)),
  );
}

const titleOf = ({ suffix, dangers }: FoundDrift) =>
  dangers > 0
    ? `${suffix}: opened, weakened or lost outside of Terraform`
    : `${suffix}: changed outside of Terraform`;

function bodyOf({ suffix, review, run }: FoundDrift, first: string): string {
  const fits = review.length <= REVIEW_CHARACTERS;
  const shown = fits ? review : review.slice(0, review.lastIndexOf("\n", REVIEW_CHARACTERS));
  return [
    first,
    `Somebody or something changed \`${suffix}\` outside of Terraform. A [plan of main](${run}) found it; docs/runbooks/review.md says what to do.`,
    "Not looked for: subscribers that somebody added to the topic, policies on queues or secrets, and what is in the account beside the environment.",
    "",
    shown,
    ...(fits ? [] : ["", "The summary of the run has the rest."]),
  ].join("\n");
}

const fingerprint = (findings: readonly string[]) =>
  createHash("sha256").update(JSON.stringify(findings)).digest("hex").slice(0, 16);
