import { type GithubApi, GithubError } from "./api";

// The REST API tells neither when a text was edited nor who may write.
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

export interface Actor {
  readonly login: string;
}

/** The author that a commit names; without a user where GitHub knows no account with that e-mail address. */
interface GitActor {
  readonly user: Actor | null;
}

/** One version of a text, with its author and time. */
export interface Edit {
  readonly editedAt: string;
  readonly text: string;
  readonly editor: Actor | null;
}

/** The last review decision of somebody who may write to the repository. */
export interface Review {
  readonly state: string;
  readonly submittedAt: string | null;
  readonly author: (Actor & { readonly __typename: string }) | null;
  readonly commit: { readonly oid: string } | null;
}

export interface PullRequest {
  readonly body: string;
  readonly headRefOid: string;
  /** ISO 8601 in UTC, like all of GitHub's times; null means never. */
  readonly lastEditedAt: string | null;
  readonly mergedAt: string | null;
  readonly author: Actor | null;
  readonly editor: Actor | null;
  readonly userContentEdits: {
    readonly nodes: readonly {
      readonly editedAt: string;
      readonly diff: string | null;
      readonly editor: Actor | null;
    }[];
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
  readonly latestOpinionatedReviews: { readonly nodes: readonly Review[] };
}

/** @throws GithubError where there is no such pull request, or GitHub's answer is incomplete */
export async function pullRequestOf(github: GithubApi, number: number): Promise<PullRequest> {
  const { repository } = await github.query<{ repository: { pullRequest: PullRequest | null } | null }>(
    QUERY,
    { number },
  );
  const pull = repository?.pullRequest;
  if (!pull) throw new GithubError(404, `there is no pull request #${number}`);
  return pull;
}

/** The text that counts: the present one, or the one at the merge; `undefined` where GitHub does not tell. */
export function textThatCounts(pull: PullRequest): Edit | undefined {
  const { body: text, author, editor, lastEditedAt, mergedAt } = pull;
  if (lastEditedAt === null) return { editedAt: "", text, editor: author };
  if (mergedAt === null || lastEditedAt <= mergedAt) return { editedAt: lastEditedAt, text, editor };
  // A line that is added after the merge must not count either.
  return textAt(mergedAt, pull);
}

/**
 * The text at a given time, by the history of its edits. GitHub documents `diff` as a summary of the changes and promises neither
 * its form nor an order (https://docs.github.com/en/graphql/reference/objects#usercontentedit); others have seen that it holds
 * the whole text after the edit. The history is believed only where its newest entry is today's text. A history of more than one
 * page, with a deleted entry, or with two edits in that second is not believed either.
 */
function textAt(time: string, { body, userContentEdits: history }: PullRequest): Edit | undefined {
  if (history === null || history.pageInfo.hasNextPage) return undefined;
  const edits = [...history.nodes].sort((a, b) => (a.editedAt < b.editedAt ? 1 : -1));
  if (plain(edits[0]?.diff ?? "") !== plain(body)) return undefined;
  const [last, before] = edits.filter(({ editedAt }) => editedAt <= time);
  if (typeof last?.diff !== "string" || before?.editedAt === last.editedAt) return undefined;
  return { editedAt: last.editedAt, text: last.diff, editor: last.editor };
}

const plain = (text: string) => text.replaceAll("\r\n", "\n");
