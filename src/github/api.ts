import { fetchByEnvironment } from "../network/fetch";

/** GitHub answered a request with an error. The message contains GitHub's answer. */
export class GithubError extends Error {
  public override readonly name = "GithubError";

  public constructor(
    public readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * A client for GitHub's API. It has only the requests that the workflows need, and works on one repository. https://docs.github.com/rest
 */
export class GithubApi {
  public constructor(
    private readonly props: {
      /** The URL of the REST API: `https://api.github.com`, or the URL of a GitHub Enterprise server's REST API. */
      readonly url: string;
      /** The repository, in the form `owner/name`. */
      readonly repository: string;
      readonly token: string;
    },
  ) {}

  /** Sends a request. @param path the path below the repository's URL @throws GithubError if GitHub's answer has another status than 2xx */
  public async send<Answer>(method: "GET" | "PATCH" | "POST", path: string, body?: object): Promise<Answer> {
    const answer = await this.fetch(method, path, body);
    return (await answer.json()) as Answer;
  }

  /** Reads all pages of a list. @param path the path below the repository's URL @returns the items of all pages */
  public async list<Item>(path: string): Promise<Item[]> {
    const items: Item[] = [];
    for (let page = 1; ; page += 1) {
      const separator = path.includes("?") ? "&" : "?";
      const more = await this.send<Item[]>("GET", `${path}${separator}per_page=100&page=${page}`);
      items.push(...more);
      if (more.length < 100) return items;
    }
  }

  /**
   * Sends a GraphQL query. The callers use it for data that the REST API does not have. https://docs.github.com/en/graphql
   *
   * @throws GithubError if GitHub answers with an error
   */
  public async query<Data>(query: string, variables: object): Promise<Data> {
    const { url, repository, token } = this.props;
    const [owner, name] = repository.split("/");
    // On a GitHub Enterprise server, the REST API is at /api/v3 and GraphQL is at /api/graphql.
    const answer = await fetchByEnvironment(`${url.replace(/\/v3$/, "")}/graphql`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables: { owner, name, ...variables } }),
    });
    const said = await answer.text();
    const { data, errors } = (answer.ok ? JSON.parse(said) : {}) as { data?: Data; errors?: unknown };
    if (data === undefined || errors !== undefined) {
      throw new GithubError(answer.status, `GitHub answered ${answer.status} to a query: ${said}`);
    }
    return data;
  }

  public async download(path: string): Promise<Uint8Array> {
    return new Uint8Array(await (await this.fetch("GET", path)).arrayBuffer());
  }

  private async fetch(method: string, path: string, body?: object): Promise<Response> {
    const { url, repository, token } = this.props;
    const answer = await fetchByEnvironment(`${url}/repos/${repository}/${path}`, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${token}`,
        "x-github-api-version": "2022-11-28",
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) {
      throw new GithubError(
        answer.status,
        `GitHub answered ${answer.status} to ${method} ${path}: ${await answer.text()}`,
      );
    }
    return answer;
  }
}
