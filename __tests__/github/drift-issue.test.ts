import { type FoundDrift, keepDriftIssue } from "../../src/github/drift-issue";
import { MadeUpGithub } from "./made-up-github";

const RUN = "https://github.com/example/payments/actions/runs/5";
const LIST = "GET issues?state=open&per_page=100&page=1";
const bot = { login: "github-actions[bot]" };
const found = (more: Partial<FoundDrift> = {}): FoundDrift => ({
  suffix: "dev",
  findings: ["the group has a rule"],
  dangers: 1,
  review: "### ⚠️ `dev`: no changes",
  run: RUN,
  ...more,
});

let github: MadeUpGithub;
afterEach(() => github?.close());

/** What was asked of GitHub after the list, without the bodies. */
const calls = () => github.asked.slice(1).map((it) => it.split(" {")[0]);
const bodyOf = (call: string): { title: string; body: string; state?: string } =>
  JSON.parse(github.asked.find((it) => it.startsWith(`${call} {`))?.slice(call.length) ?? "{}");

/** The issue as the workflow writes it for something that it found. */
async function written(drift: FoundDrift) {
  github = await MadeUpGithub.open({ [LIST]: [], "POST issues": { number: 3 } });
  await keepDriftIssue(github.api, drift);
  const { body } = bodyOf("POST issues");
  github.close();
  return { number: 3, body, user: bot };
}

it("is opened, with the review and where it comes from", async () => {
  github = await MadeUpGithub.open({ [LIST]: [], "POST issues": { number: 3 } });
  expect(await keepDriftIssue(github.api, found())).toBe("opened issue 3");
  const { title, body } = bodyOf("POST issues");
  expect(title).toBe("dev: opened, weakened or lost outside of Terraform");
  expect(body).toMatch(/^<!-- transaction-processing drift dev [0-9a-f]{16} -->\n/);
  expect(body).toContain(`[plan of main](${RUN})`);
  expect(body).toContain("\nNot looked for: subscribers that somebody added to the topic");
  expect(body).toContain("### ⚠️ `dev`: no changes");
});

it("has another title where nothing is dangerous", async () => {
  github = await MadeUpGithub.open({ [LIST]: [], "POST issues": { number: 3 } });
  await keepDriftIssue(github.api, found({ dangers: 0 }));
  expect(bodyOf("POST issues").title).toBe("dev: changed outside of Terraform");
});

it("is written over without a word while it says the same, and tells of what is new", async () => {
  const issue = await written(found());
  const answers = { [LIST]: [issue], "PATCH issues/3": {}, "POST issues/3/comments": {} };
  github = await MadeUpGithub.open(answers);
  expect(await keepDriftIssue(github.api, found({ review: "later" }))).toBe("issue 3 says the same");
  expect(calls()).toEqual(["PATCH issues/3"]);
  github.close();
  github = await MadeUpGithub.open(answers);
  expect(await keepDriftIssue(github.api, found({ findings: ["a role has a policy"] }))).toBe(
    "updated issue 3",
  );
  expect(calls()).toEqual(["PATCH issues/3", "POST issues/3/comments"]);
});

it("is closed, with a word, when nothing is changed any more, and nothing is done without one", async () => {
  const issue = await written(found());
  github = await MadeUpGithub.open({ [LIST]: [issue], "PATCH issues/3": {}, "POST issues/3/comments": {} });
  expect(await keepDriftIssue(github.api, found({ findings: [] }))).toBe("closed issue 3");
  expect(calls()).toEqual(["POST issues/3/comments", "PATCH issues/3"]);
  expect(bodyOf("PATCH issues/3").state).toBe("closed");
  github.close();
  github = await MadeUpGithub.open({ [LIST]: [] });
  expect(await keepDriftIssue(github.api, found({ findings: [] }))).toBe(
    "nothing of dev was changed outside of Terraform",
  );
  expect(calls()).toEqual([]);
});

it("is the workflow's own, of this environment, and no pull request", async () => {
  const issue = await written(found());
  const others = [
    { ...issue, user: { login: "mallory" } },
    { ...issue, pull_request: {} },
    { ...issue, body: issue.body.replace("drift dev", "drift dev2") },
    { ...issue, body: `> ${issue.body}` },
  ];
  github = await MadeUpGithub.open({ [LIST]: others, "POST issues": { number: 9 } });
  expect(await keepDriftIssue(github.api, found())).toBe("opened issue 9");
});

it("fits, however long the review is, and says what it leaves out", async () => {
  const { body } = await written(found({ review: `${"a line of the review\n".repeat(5000)}` }));
  expect(body.length).toBeLessThanOrEqual(65_536);
  expect(body).toMatch(/a line of the review\n\nThe summary of the run has the rest\.$/);
});
