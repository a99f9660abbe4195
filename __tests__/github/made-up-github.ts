import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { GithubApi } from "../../src/github/api";

export const REPOSITORY = "example/payments";

/**
 * A made-up GitHub that answers from a table, by method and path below the repository. If an entry is a function, it gets the
 * request's body.
 */
export class MadeUpGithub {
  /** All requests, with their bodies. */
  public readonly asked: string[] = [];
  private readonly server: Server;

  private constructor(answers: Readonly<Record<string, unknown>>) {
    this.server = createServer(async (call, answer) => {
      const asked = `${call.method} ${call.url?.replace(`/repos/${REPOSITORY}/`, "")}`;
      const body = await text(call);
      this.asked.push(`${asked} ${body}`.trim());
      const answered = answers[asked];
      const found = typeof answered === "function" ? answered(body) : answered;
      if (call.headers.authorization !== "Bearer token") {
        answer.writeHead(401).end("no token");
      } else if (found instanceof Uint8Array) {
        answer.end(found);
      } else {
        answer
          .writeHead(found === undefined ? 404 : 200)
          .end(JSON.stringify(found ?? { message: "Not Found" }));
      }
    });
  }

  public static async open(answers: Readonly<Record<string, unknown>>): Promise<MadeUpGithub> {
    const github = new MadeUpGithub(answers);
    await new Promise<void>((resolve) => github.server.listen(0, "127.0.0.1", resolve));
    return github;
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public get api(): GithubApi {
    return new GithubApi({ url: this.url, repository: REPOSITORY, token: "token" });
  }

  public close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** The answer to a query about a pull request that ada wrote and pushed, with the people who approved its newest commit. */
export const pullOfAda = (body: string, approver: string) => ({
  body,
  headRefOid: "beef",
  lastEditedAt: null,
  mergedAt: null,
  author: { login: "ada" },
  editor: null,
  userContentEdits: null,
  commits: {
    nodes: [
      {
        commit: {
          oid: "beef",
          author: { user: { login: "ada" } },
          committer: { user: { login: "ada" } },
        },
      },
    ],
  },
  latestOpinionatedReviews: {
    nodes: [
      {
        state: "APPROVED",
        submittedAt: "2026-11-24T09:00:00Z",
        author: { __typename: "User", login: approver },
        commit: { oid: "beef" },
      },
    ],
  },
});
