import { type GithubApi, GithubError } from "./api";

// This is a GraphQL query, because the REST API shows neither the time at which a text was edited nor who may write to the repository.
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

/** The author or committer of a commit. `user` is null if no GitHub account has the commit's e-mail address. */
interface GitActor {
  readonly user: Actor | null;
}

/** A version of a pull request's text, with the person who wrote it and the time of the edit. */
export interface Edit {
  readonly editedAt: string;
  readonly text: string;
  readonly editor: Actor | null;
}

/**
 * A review by a person with write access to the repository. For each person, GitHub returns one review: the person's
 * last review that approved the pull request or requested changes. If somebody has dismissed the review, its state is `DISMISSED`.
 */
export interface Review {
  readonly state: string;
  readonly submittedAt: string | null;
  readonly author: (Actor & { readonly __typename: string }) | null;
  readonly commit: { readonly oid: string } | null;
}

export interface PullRequest {
  readonly body: string;
  readonly headRefOid: string;
  /** The time of the text's last edit; null if nobody ever edited the text. All times of this interface are in ISO 8601 and UTC. */
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

/**
 * Reads a pull request.
 *
 * @throws GithubError if there is no pull request with this number, or if GitHub answers with an error
 */
export async function pullRequestOf(github: GithubApi, number: number): Promise<PullRequest> {
  const { repository } = await github.query<{ repository: { pullRequest: PullRequest | null } | null }>(
    QUERY,
    { number },
  );
  const pull = repository?.pullRequest;
  if (!pull) throw new GithubError(404, `there is no pull request #${number}`);
  return pull;
}

/**
 * Returns one version of a pull request's text. The lines `Allow-destroy` are read from this version. Before the merge, this version is the
 * present text. After the merge, this version is the text at the time of the merge. Returns undefined if GitHub does not return this
 * version.
 */
export function textThatCounts(pull: PullRequest): Edit | undefined {
  const { body: text, author, editor, lastEditedAt, mergedAt } = pull;
  if (lastEditedAt === null) return { editedAt: "", text, editor: author };
  if (mergedAt === null || lastEditedAt <= mergedAt) return { editedAt: lastEditedAt, text, editor };
  // Somebody edited the text after the merge. This edit does not count.
  return textAt(mergedAt, pull);
}

/**
 * Returns the text at a given time, from the history of its edits. GitHub documents that an edit's field `diff` is a summary of the
 * changes; it documents neither the form of the field nor the order of the edits
 * (https://docs.github.com/en/graphql/reference/objects#usercontentedit). In practice, `diff` contains the whole text after the edit. To
 * check that, the function requires that the newest `diff` equals the present text. It returns undefined if they differ, if the history has
 * more than one page, if the needed entry was deleted, or if two edits happened in the same second.
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
