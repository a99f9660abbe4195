import { allowedDestroys } from "./allowed-destroys";
import { type GithubApi, GithubError } from "./api";

/** What a pull request allows to be lost, and whether that counts. */
export interface Allowed {
  readonly addresses: readonly string[];
  /** Whether somebody else than its author, who may write to the repository, approves its newest commit and its text as they are. */
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
      author { login }
      latestOpinionatedReviews(first: 100, writersOnly: true) {
        nodes { state submittedAt author { login } commit { oid } }
      }
    }
  }
}`;

interface Actor {
  readonly login: string;
}

interface PullRequest {
  readonly body: string;
  readonly headRefOid: string;
  /** ISO 8601 in UTC, as all times of GitHub's; null: never. */
  readonly lastEditedAt: string | null;
  readonly author: Actor | null;
  readonly latestOpinionatedReviews: {
    readonly nodes: readonly {
      readonly state: string;
      readonly submittedAt: string | null;
      readonly author: Actor | null;
      readonly commit: { readonly oid: string } | null;
    }[];
  };
}

/**
 * What a pull request's text allows to be lost. Its author may write that into it at any time, after an approval too, so it
 * counts only when somebody else approves afterwards.
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
  return { addresses: allowedDestroys(pull.body), approved: isApproved(pull) };
}

function isApproved({ author, headRefOid, lastEditedAt, latestOpinionatedReviews }: PullRequest): boolean {
  return latestOpinionatedReviews.nodes.some(
    (it) =>
      it.state === "APPROVED" &&
      it.author !== null &&
      it.author.login !== author?.login &&
      it.commit?.oid === headRefOid &&
      (it.submittedAt ?? "") > (lastEditedAt ?? ""),
  );
}
