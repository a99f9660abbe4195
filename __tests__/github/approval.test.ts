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
  expect(await allowed([review()])).toEqual({ addresses: [KEY], approved: true });
  expect(github.asked[0]).toContain('"variables":{"owner":"example","name":"payments","number":7}');
  expect(github.asked[0]).toContain("writersOnly: true");
});

it.each<[string, object[], object]>([
  ["nobody approves", [], {}],
  ["only its author does", [review({ author: user("ada") })], {}],
  ["somebody who is gone does", [review({ author: null })], {}],
  ["an older commit was approved", [review({ commit: { oid: "c0ffee" } })], {}],
  ["somebody wants changes", [review({ state: "CHANGES_REQUESTED" })], {}],
  [
    "somebody else still wants changes",
    [review(), review({ author: user("linus"), state: "CHANGES_REQUESTED" })],
    {},
  ],
  ["a bot does", [review({ author: { __typename: "Bot", login: "github-actions" } })], {}],
  [
    "the approver edited the text last",
    [review()],
    { lastEditedAt: "2026-11-27T09:00:00Z", editor: { login: "grace" } },
  ],
  ["nobody knows who edited the text", [review()], { lastEditedAt: "2026-11-27T09:00:00Z" }],
  ["the approver wrote the newest commit", [review()], commitOf({ login: "grace" }, { login: "ada" })],
  ["the approver committed it", [review()], commitOf({ login: "ada" }, { login: "grace" })],
  ["nobody knows whose commit it is", [review()], commitOf(null)],
  ["nobody knows who committed it", [review()], commitOf({ login: "ada" }, null)],
  ["GitHub tells of another commit", [review()], commitOf({ login: "ada" }, { login: "ada" }, "c0ffee")],
  ["the author is gone", [review()], { author: null }],
  ["the approval was dismissed", [review({ state: "DISMISSED" })], {}],
  [
    "the text was edited afterwards",
    [review()],
    { lastEditedAt: "2026-11-27T10:00:01Z", editor: { login: "ada" } },
  ],
  ["author and approver are unknown", [review({ author: null })], { author: null }],
])("does not count when %s", async (_why, nodes, more) => {
  expect(await allowed(nodes, more)).toEqual({ addresses: [KEY], approved: false });
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
    userContentEdits: { nodes, pageInfo: { hasNextPage } },
  });
  const after = edit("2026-11-27T12:00:00Z", `Allow-destroy: ${KEY}\nwithout the typo`, "grace");
  const before = edit("2026-11-27T09:00:00Z", `Allow-destroy: ${KEY}\nwith a typo`);
  const created = edit("2026-11-27T08:00:00Z", "with a typo");

  it("an edit takes nothing away", async () => {
    expect(await allowed([review()], merged([after, before, created]))).toEqual({
      addresses: [KEY],
      approved: true,
    });
  });

  it("an edit adds nothing", async () => {
    expect((await allowed([review()], merged([after, created]))).addresses).toEqual([]);
    const shorter = merged([after, { ...before, diff: `+Allow-destroy: ${KEY}` }]);
    expect((await allowed([review()], shorter)).addresses).toEqual([]);
  });

  it.each<[string, object]>([
    ["the text of the merge is unknown", merged([after])],
    ["there are more edits than GitHub tells of", merged([after, before, created], true)],
    [
      "the text was edited between approval and merge",
      merged([after, { ...before, editedAt: "2026-11-27T10:30:00Z" }]),
    ],
    ["the approver wrote the text of the merge", merged([after, { ...before, editor: { login: "grace" } }])],
  ])("it does not count when %s", async (_why, more) => {
    expect((await allowed([review()], more)).approved).toBe(false);
  });
});

it("fails where GitHub knows no such pull request, or answers with errors", async () => {
  github = await MadeUpGithub.open({ "POST /graphql": { data: { repository: { pullRequest: null } } } });
  await expect(allowedBy(github.api, 7)).rejects.toThrow("there is no pull request #7");
  github.close();
  github = await MadeUpGithub.open({ "POST /graphql": { data: {}, errors: [{ message: "no" }] } });
  await expect(allowedBy(github.api, 7)).rejects.toThrow("GitHub answered 200 to a query");
});
