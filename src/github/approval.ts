import { allowedDestroys } from "./allowed-destroys";
import type { GithubApi } from "./api";
import {
  type Actor,
  type Edit,
  type PullRequest,
  pullRequestOf,
  type Review,
  textThatCounts,
} from "./pull-request";

/**
 * The lines `Allow-destroy: <address>` in a pull request's text, and whether a second person has approved these lines. Each line allows the
 * loss of one resource's data.
 */
export interface Allowed {
  readonly addresses: readonly string[];
  /** True if the approval satisfies {@link APPROVAL_RULE}. */
  readonly approved: boolean;
  /**
   * Sentences about the persons who are involved in the pull request, about its approvers, and about reviews that do not count as an
   * approval.
   */
  readonly found: readonly string[];
  /** One sentence for each line `Allow-destroy: <address>` that is inside markup, such as a code block. Such a line does not count. */
  readonly ignored: readonly string[];
}

/**
 * The rule that says when the lines `Allow-destroy: <address>` in a pull request's text are approved. Messages to users quote this rule.
 */
export const APPROVAL_RULE =
  'Lines "Allow-destroy: <address>" count after a person who may write to the repository has approved the newest commit and the present text of the pull request. That person must not be the author of the pull request, the last editor of its text, or the author or committer of the newest commit. The lines do not count while a person who may write to the repository asks for changes.';

/**
 * Reads the lines `Allow-destroy: <address>` of a pull request, and checks whether they are approved. Everybody who may edit the pull
 * request's text can add such a line at any time, even after an approval. So a line counts only if a second person approves it after the
 * last edit: see {@link APPROVAL_RULE}. After the merge, only the text at the time of the merge counts.
 *
 * @throws RefusedError if a line that counts does not contain exactly one Terraform address
 */
export async function allowedBy(github: GithubApi, number: number): Promise<Allowed> {
  const pull = await pullRequestOf(github, number);
  const edit = textThatCounts(pull);
  const { addresses, ignored } = allowedDestroys(edit?.text ?? "");
  return {
    addresses,
    ...approvalOf(pull, edit),
    ignored: ignored.map(
      ({ line, within }) => `"${line.trim()}" does not count, because it stands in ${within}.`,
    ),
  };
}

/**
 * Returns the persons who must not approve the lines `Allow-destroy: <address>`. Each of these persons could have written such a line, or
 * the change that the line allows. The person who pushed the newest commit is missing, because GitHub does not return that person. So the
 * branch protection has to require that somebody else approves the most recent push.
 */
const involvedIn = ({ author, commits }: PullRequest, edit: Edit | undefined) => {
  const commit = commits.nodes.at(-1)?.commit;
  return [
    { role: "author of the pull request", who: author },
    { role: "last editor of its text", who: edit?.editor },
    { role: "author of the newest commit", who: commit?.author?.user },
    { role: "committer of the newest commit", who: commit?.committer?.user },
  ];
};

function approvalOf(pull: PullRequest, edit: Edit | undefined): Pick<Allowed, "approved" | "found"> {
  const involved = involvedIn(pull, edit);
  const rolesOf = (login: string | undefined) =>
    involved.filter(({ who }) => who?.login === login).map(({ role }) => role);
  const known = [...new Set(involved.flatMap(({ who }) => who?.login ?? []))];
  const unknown = [
    ...(edit === undefined ? ["GitHub does not return the text at the time of the merge."] : []),
    ...(pull.commits.nodes.at(-1)?.commit.oid === pull.headRefOid
      ? []
      : ["GitHub does not return the newest commit."]),
    ...rolesOf(undefined).map((role) => {
      const why = role.endsWith("commit") ? ": no account has the commit's e-mail address" : "";
      return `GitHub does not name the ${role}${why}.`;
    }),
  ];
  const reviews = pull.latestOpinionatedReviews.nodes;
  const objections = reviews.map((it) => objectionTo(it, pull, edit, rolesOf));
  const asksForChanges = reviews.some(({ state }) => state === "CHANGES_REQUESTED");
  return {
    approved: unknown.length === 0 && !asksForChanges && objections.includes(undefined),
    found: [
      ...known.map((login) => `${login} is ${listed(rolesOf(login))}.`),
      ...unknown,
      ...reviews.map(({ author }, index) => `${nameOf(author)} ${objections[index] ?? "approves"}.`),
      ...(reviews.length === 0
        ? ["Nobody who may write to the repository has reviewed the pull request."]
        : []),
    ],
  };
}

/**
 * Returns the reason why a review does not count as an approval, such as "asks for changes". The caller writes the reviewer's name before
 * it. Returns undefined if the review counts.
 */
function objectionTo(
  { state, author, commit, submittedAt }: Review,
  { headRefOid }: PullRequest,
  edit: Edit | undefined,
  rolesOf: (login: string) => readonly string[],
): string | undefined {
  if (state === "CHANGES_REQUESTED") return "asks for changes";
  if (state !== "APPROVED") return `does not approve (${state})`;
  if (author?.__typename !== "User") return "approves, but is not a person with an account";
  const roles = rolesOf(author.login);
  if (roles.length > 0) return `approves, but is ${listed(roles)}`;
  if (commit?.oid !== headRefOid) return "approves, but only an older commit";
  if (edit === undefined || (submittedAt ?? "") <= edit.editedAt) {
    return "approves, but not after the last edit of the text";
  }
  return undefined;
}

const nameOf = (author: Actor | null) => author?.login ?? "Somebody whose account is gone";

const listed = (words: readonly string[]) => words.join(", ");
