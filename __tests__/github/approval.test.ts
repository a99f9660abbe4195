import { allowedBy } from "../../src/github/approval";
import { MadeUpGithub } from "./made-up-github";

let github: MadeUpGithub;
afterEach(() => github?.close());

const user = (login: string) => ({ __typename: "User", login });
const commitOf = (author: object | null, committer: object | null = author, oid = "beef") => ({
  commits: { nodes: [{ commit: { oid, author: { user: author }, committer: { user: committer } } }] },
});
const KEY = "aws_kms_key.encryption_key_key";
const review = (more: object = {}) => ({
  state: "APPROVED",
  submittedAt: "2026-11-27T10:00:00Z",
  author: user("grace"),
  commit: { oid: "beef" },
  ...more,
});

async function allowed(nodes: object[], more: object = {}) {
  const pullRequest = {
    body: `Ends the key.\nAllow-destroy: ${KEY}`,
    headRefOid: "beef",
    lastEditedAt: null,
    mergedAt: null,
    author: { login: "ada" },
    editor: null,
    userContentEdits: { nodes: [], pageInfo: { hasNextPage: false } },
    ...commitOf({ login: "ada" }),
    latestOpinionatedReviews: { nodes },
    ...more,
  };
  github = await MadeUpGithub.open({ "POST /graphql": { data: { repository: { pullRequest } } } });
  return allowedBy(github.api, 7);
}

it("counts when somebody else approves the newest commit", async () => {
  expect(await allowed([review()])).toEqual({
    addresses: [KEY],
    approved: true,
    found: [
      "ada is author of the pull request, last editor of its text, author of the newest commit, committer of the newest commit.",
      "grace approves.",
    ],
    ignored: [],
  });
  expect(github.asked[0]).toContain('"variables":{"owner":"example","name":"payments","number":7}');
  expect(github.asked[0]).toContain("writersOnly: true");
});

it.each<[string, object[], object, string]>([
  ["nobody approves", [], {}, "Nobody who may write to the repository has reviewed the pull request."],
  [
    "only its author does",
    [review({ author: user("ada") })],
    {},
    "ada approves, but is author of the pull request, last editor of its text, author of the newest commit, committer of the newest commit.",
  ],
  [
    "somebody who is gone does",
    [review({ author: null })],
    {},
    "Somebody whose account is gone approves, but is not a person with an account.",
  ],
  [
    "an older commit was approved",
    [review({ commit: { oid: "c0ffee" } })],
    {},
    "grace approves, but only an older commit.",
  ],
  ["somebody wants changes", [review({ state: "CHANGES_REQUESTED" })], {}, "grace asks for changes."],
  [
    "somebody else still wants changes",
    [review(), review({ author: user("linus"), state: "CHANGES_REQUESTED" })],
    {},
    "linus asks for changes.",
  ],
  [
    "a bot does",
    [review({ author: { __typename: "Bot", login: "github-actions" } })],
    {},
    "github-actions approves, but is not a person with an account.",
  ],
  [
    "the approver edited the text last",
    [review()],
    { lastEditedAt: "2026-11-27T09:00:00Z", editor: { login: "grace" } },
    "grace approves, but is last editor of its text.",
  ],
  [
    "nobody knows who edited the text",
    [review()],
    { lastEditedAt: "2026-11-27T09:00:00Z" },
    "GitHub does not name the last editor of its text.",
  ],
  [
    "the approver wrote the newest commit",
    [review()],
    commitOf({ login: "grace" }, { login: "ada" }),
    "grace approves, but is author of the newest commit.",
  ],
  [
    "the approver committed it",
    [review()],
    commitOf({ login: "ada" }, { login: "grace" }),
    "grace approves, but is committer of the newest commit.",
  ],
  [
    "nobody knows whose commit it is",
    [review()],
    commitOf(null),
    "GitHub does not name the author of the newest commit: no account has the commit's e-mail address.",
  ],
  [
    "nobody knows who committed it",
    [review()],
    commitOf({ login: "ada" }, null),
    "GitHub does not name the committer of the newest commit: no account has the commit's e-mail address.",
  ],
  [
    "GitHub tells of another commit",
    [review()],
    commitOf({ login: "ada" }, { login: "ada" }, "c0ffee"),
    "GitHub does not return the newest commit.",
  ],
  [
    "the author is gone",
    [review()],
    { author: null },
    "GitHub does not name the author of the pull request.",
  ],
  ["the approval was dismissed", [review({ state: "DISMISSED" })], {}, "grace does not approve (DISMISSED)."],
  [
    "the text was edited afterwards",
    [review()],
    { lastEditedAt: "2026-11-27T10:00:01Z", editor: { login: "ada" } },
    "grace approves, but not after the last edit of the text.",
  ],
  [
    "author and approver are unknown",
    [review({ author: null })],
    { author: null },
    "Somebody whose account is gone approves, but is not a person with an account.",
  ],
])("does not count when %s, and says so", async (_why, nodes, more, found) => {
  expect(await allowed(nodes, more)).toMatchObject({
    addresses: [KEY],
    approved: false,
    found: expect.arrayContaining([found]),
  });
});

it("does not count where nobody sees it, and says where it stands", async () => {
  expect(await allowed([review()], { body: `\`\`\`\nAllow-destroy: ${KEY}\n\`\`\`` })).toMatchObject({
    addresses: [],
    ignored: [`"Allow-destroy: ${KEY}" does not count, because it stands in a code block.`],
  });
});

it("counts when the text was edited before", async () => {
  const edited = { lastEditedAt: "2026-11-27T09:59:59Z", editor: { login: "ada" } };
  expect((await allowed([review()], edited)).approved).toBe(true);
});

describe("after the merge", () => {
  const edit = (editedAt: string, diff: string | null, editor = "ada") => ({
    editedAt,
    diff,
    editor: { login: editor },
  });
  const merged = (nodes: object[], hasNextPage = false) => ({
    mergedAt: "2026-11-27T11:00:00Z",
    lastEditedAt: "2026-11-27T12:00:00Z",
    editor: { login: "grace" },
    body: `Allow-destroy: ${KEY}\r\nwithout the typo`,
    userContentEdits: { nodes, pageInfo: { hasNextPage } },
  });
  const after = edit("2026-11-27T12:00:00Z", `Allow-destroy: ${KEY}\nwithout the typo`, "grace");
  const before = edit("2026-11-27T09:00:00Z", `Allow-destroy: ${KEY}\nwith a typo`);
  const created = edit("2026-11-27T08:00:00Z", "with a typo");

  it("an edit takes nothing away", async () => {
    for (const nodes of [
      [after, before, created],
      [created, before, after],
    ]) {
      expect(await allowed([review()], merged(nodes))).toMatchObject({ addresses: [KEY], approved: true });
      github.close();
    }
  });

  it("an edit adds nothing", async () => {
    expect((await allowed([review()], merged([after, created]))).addresses).toEqual([]);
  });

  it.each<[string, object]>([
    ["the text of the merge is unknown", merged([after])],
    ["the history is", { ...merged([]), userContentEdits: null }],
    ["the history is empty", merged([])],
    [
      "the text of the merge was deleted from the history",
      merged([after, { ...before, diff: null }, created]),
    ],
    ["the newest entry was deleted from the history", merged([{ ...after, diff: null }, before, created])],
    [
      "the history holds only what was changed, and not the whole text",
      merged([{ ...after, diff: "-with a typo\n+without the typo" }, before, created]),
    ],
    [
      "two edits were made in the second of the last one before the merge",
      merged([after, before, { ...created, editedAt: before.editedAt }]),
    ],
    ["there are more edits than GitHub tells of", merged([after, before, created], true)],
    [
      "the text was edited between approval and merge",
      merged([after, { ...before, editedAt: "2026-11-27T10:30:00Z" }]),
    ],
    ["the approver wrote the text of the merge", merged([after, { ...before, editor: { login: "grace" } }])],
  ])("it does not count when %s", async (_why, more) => {
    expect((await allowed([review()], more)).approved).toBe(false);
  });

  it("it is said that the text of the merge is unknown", async () => {
    const { found } = await allowed([review()], merged([after]));
    expect(found).toContain("GitHub does not return the text at the time of the merge.");
  });
});

it("fails where GitHub knows no such pull request, or answers with errors", async () => {
  github = await MadeUpGithub.open({ "POST /graphql": { data: { repository: { pullRequest: null } } } });
  await expect(allowedBy(github.api, 7)).rejects.toThrow("there is no pull request #7");
  github.close();
  github = await MadeUpGithub.open({ "POST /graphql": { data: {}, errors: [{ message: "no" }] } });
  await expect(allowedBy(github.api, 7)).rejects.toThrow("GitHub answered 200 to a query");
});
