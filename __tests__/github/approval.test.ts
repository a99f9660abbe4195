import { allowedBy } from "../../src/github/approval";
import { MadeUpGithub } from "./made-up-github";

let github: MadeUpGithub;
afterEach(() => github?.close());

const KEY = "aws_kms_key.encryption_key_key";
const review = (more: object = {}) => ({
  state: "APPROVED",
  submittedAt: "2026-11-27T10:00:00Z",
  author: { login: "grace" },
  commit: { oid: "beef" },
  ...more,
});

async function allowed(nodes: object[], more: object = {}) {
  const pullRequest = {
    body: `Ends the key.\nAllow-destroy: ${KEY}`,
    headRefOid: "beef",
    lastEditedAt: null,
    author: { login: "ada" },
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
  ["only its author does", [review({ author: { login: "ada" } })], {}],
  ["somebody who is gone does", [review({ author: null })], {}],
  ["an older commit was approved", [review({ commit: { oid: "c0ffee" } })], {}],
  ["somebody wants changes", [review({ state: "CHANGES_REQUESTED" })], {}],
  ["the approval was dismissed", [review({ state: "DISMISSED" })], {}],
  ["the text was edited afterwards", [review()], { lastEditedAt: "2026-11-27T10:00:01Z" }],
  ["author and approver are unknown", [review({ author: null })], { author: null }],
])("does not count when %s", async (_why, nodes, more) => {
  expect(await allowed(nodes, more)).toEqual({ addresses: [KEY], approved: false });
});

it("counts when the text was edited before", async () => {
  expect((await allowed([review()], { lastEditedAt: "2026-11-27T09:59:59Z" })).approved).toBe(true);
});

it("fails where GitHub knows no such pull request, or answers with errors", async () => {
  github = await MadeUpGithub.open({ "POST /graphql": { data: { repository: { pullRequest: null } } } });
  await expect(allowedBy(github.api, 7)).rejects.toThrow("there is no pull request #7");
  github.close();
  github = await MadeUpGithub.open({ "POST /graphql": { data: {}, errors: [{ message: "no" }] } });
  await expect(allowedBy(github.api, 7)).rejects.toThrow("GitHub answered 200 to a query");
});
