import { createHash } from "node:crypto";
import { strToU8, zipSync } from "fflate";
import { APPROVAL_RULE } from "../../src/github/approval";
import { UNCHANGED_MARKER } from "../../src/github/plan-comments";
import { reviewedPlan } from "../../src/github/reviewed-plan";
import { reviewedPlans } from "../../src/github/reviewed-plans";
import { comment, planMarker } from "../../src/review/comment";
import { reviewOf } from "../review/made-up-plan";
import { MadeUpGithub, pullOfAda, REPOSITORY } from "./made-up-github";

const MANIFEST = '{ "allowed": [] }';
const digestOf = (manifest: string) => `sha256:${createHash("sha256").update(manifest).digest("hex")}`;
const DIGEST = digestOf(MANIFEST);
const shownAs = (digest: string) => `<!-- transaction-processing plan dev ${digest} -->\n# 2 to add`;
const review = shownAs(DIGEST);
const pull = {
  number: 7,
  merged_at: "2026-11-24T10:00:00Z",
  merge_commit_sha: "c0ffee",
  base: { ref: "main" },
  head: { ref: "more-capacity", sha: "beef" },
};
const RUNS = "GET actions/workflows/plan.yml/runs?event=pull_request&status=success&head_sha=beef";
const own = { full_name: REPOSITORY };

const MERGED = {
  "GET commits/c0ffee/pulls": [{ ...pull, number: 6, merge_commit_sha: "other" }, pull],
  [RUNS]: {
    workflow_runs: [
      { id: 99, head_branch: "more-capacity", head_repository: { full_name: "fork/payments" } },
      { id: 98, head_branch: "same-commit", head_repository: own },
      { id: 12, head_branch: "more-capacity", head_repository: own },
      { id: 11, head_branch: "more-capacity", head_repository: own },
    ],
  },
  "GET actions/runs/12/artifacts?name=plan-dev": { artifacts: [{ id: 5, name: "plan-dev", expired: false }] },
  "GET actions/artifacts/5/zip": zipSync({ "manifest.json": strToU8(MANIFEST), "plan.tfplan": strToU8("x") }),
  "GET issues/7/comments?per_page=100&page=1": [
    { id: 1, body: review.replace(/sha256:./, "sha256:f"), user: { login: "mallory" } },
    { id: 2, body: review, user: { login: "github-actions[bot]" } },
  ],
};

let github: MadeUpGithub;
afterEach(() => github?.close());
const find = async (changes: object = {}) => {
  github = await MadeUpGithub.open({ ...MERGED, ...changes });
  return reviewedPlan(github.api, { commit: "c0ffee", repository: REPOSITORY, suffix: "dev" });
};

it("is the one that the bot's comment names and the newest run of this repository holds", async () => {
  expect(await find()).toEqual({ suffix: "dev", digest: DIGEST, run: 12 });
});

it("is found beside the comment about environments without changes, whose mark could be an environment's", async () => {
  const unchanged = "<!-- transaction-processing plan without changes -->\n✅ no changes: `dev`";
  const bot = { login: "github-actions[bot]" };
  github = await MadeUpGithub.open({
    ...MERGED,
    "GET actions/runs/12/artifacts?name=plan-without": {
      artifacts: [{ id: 5, name: "plan-without", expired: false }],
    },
    "GET issues/7/comments?per_page=100&page=1": [
      { id: 1, body: unchanged, user: bot },
      { id: 2, body: review.replace("plan dev", "plan without"), user: bot },
    ],
  });
  const where = { commit: "c0ffee", repository: REPOSITORY, suffix: "without" };
  expect(await reviewedPlan(github.api, where)).toEqual({ suffix: "without", digest: DIGEST, run: 12 });
});

const commented = (...bodies: readonly string[]) => ({
  "GET actions/runs/12/artifacts?name=plan-dev": { artifacts: [] },
  "GET issues/7/comments?per_page=100&page=1": bodies.map((body, id) => ({
    id,
    body,
    user: { login: "github-actions[bot]" },
  })),
});
const UNCHANGED = "the plan of dev in pull request #7 has no changes";
const NO_COMMENT =
  "no comment on pull request #7 shows a plan of dev, which main configures: make a plan in a new pull request";
const NO_MERGE =
  "GitHub lists no pull request whose merge into main made commit c0ffee: if a merge made it, run the failed jobs again; if not, make a plan in a new pull request";
const shared = (...suffixes: readonly string[]) =>
  `${UNCHANGED_MARKER}\n✅ no changes: ${suffixes.map((it) => `\`${it}\``).join(", ")}\n`;
describe("there is nothing to apply", () => {
  it.each([
    [
      "a run of another branch only",
      { [RUNS]: { workflow_runs: [{ id: 98, head_branch: "same-commit", head_repository: own }] } },
      "pull request #7 has no successful plan",
    ],
    ["no successful run", { [RUNS]: { workflow_runs: [] } }, "pull request #7 has no successful plan"],
    [
      "a run of a fork only",
      {
        [RUNS]: {
          workflow_runs: [
            { id: 99, head_branch: "more-capacity", head_repository: { full_name: "fork/payments" } },
          ],
        },
      },
      "pull request #7 has no successful plan",
    ],
    ["a plan in the comment about environments without changes", commented(shared("a", "dev")), UNCHANGED],
    ["a plan without changes any more", commented(comment(reviewOf({ changes: [] }), DIGEST)), UNCHANGED],
    [
      "a plan without changes beside something changed by hand",
      commented(`${planMarker("dev")}${DIGEST} -->\n### ⚠️ \`dev\`: no changes, 1 dangerous change`),
      UNCHANGED,
    ],
  ])("for %s", async (_label, changes, nothing) => {
    expect(await find(changes)).toEqual({ suffix: "dev", nothing });
  });
});

describe("it is refused", () => {
  it.each([
    ["for a commit without pull request", { "GET commits/c0ffee/pulls": [] }, NO_MERGE],
    [
      "for a pull request that was not merged as this commit",
      { "GET commits/c0ffee/pulls": [{ ...pull, merged_at: null }] },
      NO_MERGE,
    ],
    [
      "for a pull request to another branch",
      { "GET commits/c0ffee/pulls": [{ ...pull, base: { ref: "staging" } }] },
      NO_MERGE,
    ],
    [
      "when the artifact of a plan with changes is missing",
      commented(review, shared("dev")),
      "pull request #7 shows changes in the plan of dev, but run 12 has no artifact plan-dev: make a new plan in a new pull request",
    ],
    ["when the environment was not planned", commented(shared("a", "dev2")), NO_COMMENT],
    ["when nobody was told of a plan", commented(), NO_COMMENT],
    [
      "when the plan failed",
      commented(`${planMarker("dev")}failed -->\n### ❌ \`dev\`: no changes`),
      NO_COMMENT,
    ],
    [
      "when the artifact has expired",
      {
        "GET actions/runs/12/artifacts?name=plan-dev": {
          artifacts: [{ id: 5, name: "plan-dev", expired: true }],
        },
      },
      "the plan of dev in pull request #7 has expired: make a new plan in a new pull request",
    ],
    [
      "when the artifact is another plan",
      { "GET actions/artifacts/5/zip": zipSync({ "manifest.json": strToU8("{}") }) },
      `pull request #7 shows the review of plan ${DIGEST} of dev, but run 12 contains plan sha256:`,
    ],
    [
      "when nobody was shown a review",
      { "GET issues/7/comments?per_page=100&page=1": [] },
      `pull request #7 shows the review of plan (none) of dev, but run 12 contains plan ${DIGEST}: make a new plan in a new pull request`,
    ],
    [
      "when the bot only quotes a review",
      {
        "GET issues/7/comments?per_page=100&page=1": [
          { id: 2, body: `hello\n${review}`, user: { login: "github-actions[bot]" } },
        ],
      },
      "pull request #7 shows the review of plan (none) of dev",
    ],
    [
      "when somebody else wrote the review",
      { "GET issues/7/comments?per_page=100&page=1": [{ id: 2, body: review, user: { login: "mallory" } }] },
      "pull request #7 shows the review of plan (none) of dev",
    ],
    [
      "when the artifact holds no plan",
      { "GET actions/artifacts/5/zip": zipSync({ "review.md": strToU8(review) }) },
      "the artifact plan-dev contains no manifest.json",
    ],
  ])("%s", async (_label, changes, message) => {
    await expect(find(changes)).rejects.toMatchObject({
      name: "RefusedError",
      message: expect.stringContaining(message),
    });
  });
});

it("is found where another environment's is refused, or cannot be looked for", async () => {
  const artifacts = (name: string, expired: boolean) => ({ artifacts: [{ id: 5, name, expired }] });
  github = await MadeUpGithub.open({
    ...MERGED,
    "GET actions/runs/12/artifacts?name=plan-a": artifacts("plan-a", true),
    "GET actions/runs/12/artifacts?name=plan-test": artifacts("other", false),
    "GET issues/7/comments?per_page=100&page=1": [review, shared("test")].map((body, id) => ({
      ...{ id, body },
      user: { login: "github-actions[bot]" },
    })),
  });
  const where = { commit: "c0ffee", repository: REPOSITORY };
  const { plans, nothing, refused } = await reviewedPlans(github.api, where, ["a", "b", "dev", "test"]);
  expect(plans).toEqual([{ suffix: "dev", digest: DIGEST, run: 12 }]);
  expect(nothing).toEqual([
    { suffix: "test", nothing: "the plan of test in pull request #7 has no changes" },
  ]);
  expect(refused.map(({ suffix, error }) => [suffix, error.name, error.message])).toEqual([
    [
      "a",
      "RefusedError",
      "the plan of a in pull request #7 has expired: make a new plan in a new pull request",
    ],
    ["b", "GithubError", expect.stringContaining("GitHub answered 404 to GET actions/runs/12/artifacts")],
  ]);
});

describe("a plan that loses data", () => {
  const CLUSTER = "aws_rds_cluster.database_cluster";
  const losing = (manifest: string) => ({
    "GET actions/artifacts/5/zip": zipSync({ "manifest.json": strToU8(manifest) }),
    "GET issues/7/comments?per_page=100&page=1": [
      { id: 2, body: shownAs(digestOf(manifest)), user: { login: "github-actions[bot]" } },
    ],
  });
  const ALLOWS = JSON.stringify({ allowed: [CLUSTER] });
  const asked = (body: string, approver: string) => ({
    "POST /graphql": { data: { repository: { pullRequest: pullOfAda(body, approver) } } },
  });
  const LINE = `Allow-destroy: ${CLUSTER}`;

  it("is applied where somebody else than its author approved that", async () => {
    expect(await find({ ...losing(ALLOWS), ...asked(LINE, "grace") })).toMatchObject({
      digest: digestOf(ALLOWS),
    });
  });

  it.each([
    ["only its author did", LINE, "ada", "ada approves, but is author of the pull request"],
    ["its text says nothing of it", "", "grace", `No line that counts names ${CLUSTER}. ada is`],
    [
      "its text says another address",
      "Allow-destroy: aws_kms_key.one",
      "grace",
      `No line that counts names ${CLUSTER}.`,
    ],
    [
      "its text says it where nobody sees it",
      `<!--\n${LINE}\n-->`,
      "grace",
      `"${LINE}" does not count, because it stands in a comment of HTML.`,
    ],
  ])("is refused where %s, with the whole rule and what was found", async (_label, body, approver, found) => {
    const error: Error = await find({ ...losing(ALLOWS), ...asked(body, approver) }).then(
      () => new Error("not refused"),
      (it) => it,
    );
    expect(error.name).toBe("RefusedError");
    expect(error.message).toContain(
      `the plan of pull request #7 allows the loss of the data of ${CLUSTER}, but this loss is not approved: make a new plan in a new pull request, and get the lines "Allow-destroy: <address>" of that pull request approved. ${APPROVAL_RULE} `,
    );
    expect(error.message).toContain(found);
  });

  it.each(["{}", "x"])(
    "is refused where its manifest does not say what may be lost: %s",
    async (manifest) => {
      await expect(find(losing(manifest))).rejects.toThrow(
        "manifest.json contains no valid list of the allowed losses of data",
      );
    },
  );
});
