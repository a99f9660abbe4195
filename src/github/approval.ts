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

/** The addresses of the resources that a pull request allows to be lost, and whether that permission is approved. */
export interface Allowed {
  readonly addresses: readonly string[];
  /** Whether {@link APPROVAL_RULE} holds. */
  readonly approved: boolean;
  /** Sentences about the people involved, the approvers, and reviews that do not count as approval. */
  readonly found: readonly string[];
  /** Sentences about lines that do not count because markup contains them. */
  readonly ignored: readonly string[];
}

/** The rule for approvals. Messages to people contain it. */
export const APPROVAL_RULE =
  'Lines "Allow-destroy: <address>" count after a person who may write to the repository has approved the newest commit and the present text of the pull request. That person must not be the author of the pull request, the last editor of its text, or the author or committer of the newest commit. The lines do not count while a person who may write to the repository asks for changes.';

/**
 * Reads the addresses of the resources that a pull request allows to be lost, and checks the approval. Anybody who may edit the
 * pull request's text can add a line at any time, even after an approval. So a line counts only if a second person approves it
 * afterwards: {@link APPROVAL_RULE}. After the merge, only the text at the time of the merge counts.
 *
 * @throws RefusedError when a line that counts does not contain exactly one address
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
 * Everybody who could have written the line `Allow-destroy`, or the change that the line allows. GitHub does not name the person
 * who pushed a commit. So that this person cannot approve, the branch protection has to require an approval of the most recent push.
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
 * The reason why a review does not count as approval, in words that follow the reviewer's name. `undefined` if the review counts.
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
