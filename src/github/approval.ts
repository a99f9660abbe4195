import { allowedDestroys } from "./allowed-destroys";
import { type GithubApi, GithubError } from "./api";

/** What a pull request allows to be lost, and whether that counts. */
export interface Allowed {
  readonly addresses: readonly string[];
  /** Whether a second person, who may write to the repository, approves the newest commit and the text as they are. */
  readonly approved: boolean;
}

// REST tells neither when a text was edited nor who may write.
// https://docs.github.com/en/graphql/reference/objects#pullrequest
const QUERY = `query($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      body
      headRefOid
      lastEditedAt
      mergedAt
      author { login }
      editor { login }
      userContentEdits(first: 100) { nodes { editedAt diff editor { login } } pageInfo { hasNextPage } }
      commits(last: 1) { nodes { commit { oid author { user { login } } committer { user { login } } } } }
      latestOpinionatedReviews(first: 100, writersOnly: true) {
        nodes { state submittedAt author { __typename login } commit { oid } }
      }
    }
  }
}`;

interface Actor {
  readonly login: string;
}

/** Who a commit says it is by; no user where GitHub knows no account with that e-mail address. */
interface GitActor {
  readonly user: Actor | null;
}

interface Edit {
  readonly editedAt: string;
  /** The whole text after the edit, as GitHub answers; anything shorter holds no line that allows something. */
  readonly diff: string | null;
  readonly editor: Actor | null;
}

interface PullRequest {
  readonly body: string;
  readonly headRefOid: string;
  /** ISO 8601 in UTC, as all times of GitHub's; null: never. */
  readonly lastEditedAt: string | null;
  readonly mergedAt: string | null;
  readonly author: Actor | null;
  readonly editor: Actor | null;
  readonly userContentEdits: {
    readonly nodes: readonly Edit[];
    readonly pageInfo: { readonly hasNextPage: boolean };
  } | null;
  readonly commits: {
    readonly nodes: readonly {
      readonly commit: {
        readonly oid: string;
        readonly author: GitActor | null;
        readonly committer: GitActor | null;
      };
    }[];
  };
  readonly latestOpinionatedReviews: {
    readonly nodes: readonly {
      readonly state: string;
      readonly submittedAt: string | null;
      readonly author: (Actor & { readonly __typename: string }) | null;
      readonly commit: { readonly oid: string } | null;
    }[];
  };
}

/**
 * What a pull request's text allows to be lost. Whoever may edit the text may write that into it at any time, after an approval too,
 * so it counts only when a second person approves afterwards: neither the author, nor the text's last editor, nor author or
 * committer of the newest commit. After the merge the text counts as it was merged.
 *
 * @throws RefusedError when a line of the text says something else
 */
export async function allowedBy(github: GithubApi, number: number): Promise<Allowed> {
  const { repository } = await github.query<{ repository: { pullRequest: PullRequest | null } | null }>(
    QUERY,
    {
      number,
    },
  );
  const pull = repository?.pullRequest;
  if (!pull) throw new GithubError(404, `there is no pull request #${number}`);
  const edit = lastEdit(pull);
  return { addresses: allowedDestroys(edit?.diff ?? ""), approved: isApproved(pull, edit) };
}

/** The edit that left the text as it counts; nothing where GitHub does not tell. */
function lastEdit(pull: PullRequest): Edit | undefined {
  const { body: diff, author, editor, lastEditedAt, mergedAt, userContentEdits } = pull;
  if (lastEditedAt === null) return { editedAt: "", diff, editor: author };
  if (mergedAt === null || lastEditedAt <= mergedAt) return { editedAt: lastEditedAt, diff, editor };
  // A line that is added after the merge must not count either. More edits than one page: nobody knows which is the last.
  if (userContentEdits === null || userContentEdits.pageInfo.hasNextPage) return undefined;
  return userContentEdits.nodes
    .filter(({ editedAt }) => editedAt <= mergedAt)
    .reduce<Edit | undefined>((last, it) => (last && last.editedAt > it.editedAt ? last : it), undefined);
}

function isApproved(pull: PullRequest, edit: Edit | undefined): boolean {
  const { author, headRefOid, commits, latestOpinionatedReviews } = pull;
  const commit = commits.nodes.at(-1)?.commit;
  // GitHub does not tell who pushed a commit; branch protection asks for somebody else's approval of that.
  const involved = [author, edit?.editor, commit?.author?.user, commit?.committer?.user].map(
    (it) => it?.login,
  );
  if (edit === undefined || commit?.oid !== headRefOid || involved.includes(undefined)) return false;
  const reviews = latestOpinionatedReviews.nodes;
  if (reviews.some(({ state }) => state === "CHANGES_REQUESTED")) return false;
  return reviews.some(
    (it) =>
      it.state === "APPROVED" &&
      it.author?.__typename === "User" &&
      !involved.includes(it.author.login) &&
      it.commit?.oid === headRefOid &&
      (it.submittedAt ?? "") > edit.editedAt,
  );
}
