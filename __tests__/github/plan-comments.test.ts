import { digestIn } from "../../src/github/comment";
import {
  type PlannedForComment,
  type PlanRun,
  UNCHANGED_MARKER,
  writePlanComments,
} from "../../src/github/plan-comments";
import { COMMENT_BYTES, planMarker } from "../../src/review/comment";
import { MadeUpGithub } from "./made-up-github";

const DIGEST = `sha256:${"0a".repeat(32)}`;
const LIST = "GET issues/7/comments?per_page=100&page=1";
const bot = { login: "github-actions[bot]" };
const run = (id: number): PlanRun => ({
  commit: `${id}`.repeat(40),
  url: `https://github.com/example/payments/actions/runs/${id}`,
  at: new Date(Date.UTC(2026, 10, 27, 10, id)),
});
const MADE = (id: number) =>
  `commit \`${`${id}`.repeat(12)}\`, [run](https://github.com/example/payments/actions/runs/${id}), 2026-11-27 10:0${id} UTC`;
const planned = (suffix: string, verdict: string, isQuiet = false): PlannedForComment => ({
  suffix,
  reviewed: {
    markdown: `${planMarker(suffix)}${DIGEST} -->\n### ${verdict}\n\nAll of it.\n`,
    isQuiet,
  },
});
const quiet = (suffix: string) => planned(suffix, `✅ \`${suffix}\`: no changes`, true);

/** The comments of the pull request, as the workflow's runs leave them one after another. */
class Comments {
  readonly bodies = new Map<number, string>();

  async write(environments: readonly PlannedForComment[], id: number): Promise<void> {
    const there = [...this.bodies].map(([comment, body]) => ({ id: comment, body, user: bot }));
    const github = await MadeUpGithub.open({
      [LIST]: there,
      "POST issues/7/comments": {},
      ...Object.fromEntries(there.map((it) => [`PATCH issues/comments/${it.id}`, {}])),
    });
    try {
      await writePlanComments(github.api, 7, environments, run(id));
      for (const call of github.asked.filter((it) => !it.startsWith("GET"))) {
        const [, comment = this.bodies.size + 1] = /^PATCH issues\/comments\/(\d+)/.exec(call) ?? [];
        this.bodies.set(Number(comment), JSON.parse(call.slice(call.indexOf("{"))).body);
      }
    } finally {
      github.close();
    }
  }

  /** The comment that begins so. */
  of(marker: string): string {
    return [...this.bodies.values()].find((it) => it.startsWith(marker)) ?? "";
  }
}

let comments: Comments;
beforeEach(() => {
  comments = new Comments();
});
const dev = () => comments.of(planMarker("dev"));

it("say which commit was planned, by which run, and when, and are still found by the plan's digest", async () => {
  await comments.write([planned("dev", "✏️ `dev`: 1 to change")], 1);
  expect(dev()).toBe(
    `${planMarker("dev")}${DIGEST} -->\n### ✏️ \`dev\`: 1 to change\n\nAll of it.\n\n<sub>${MADE(1)}</sub>\n`,
  );
  expect(digestIn(dev(), "dev")).toBe(DIGEST);
});

it("say that a plan failed, in the place of what was said before, which is folded below", async () => {
  await comments.write([planned("dev", "✏️ `dev`: 1 to change")], 1);
  await comments.write([{ suffix: "dev" }], 2);
  expect(dev().split("\n")).toEqual([
    `${planMarker("dev")}failed -->`,
    "### ❌ `dev`: the plan failed",
    "",
    "Nothing is reviewed, and nothing of this commit can be deployed to `dev`. [The run](https://github.com/example/payments/actions/runs/2) says why.",
    "",
    `<sub>${MADE(2)}</sub>`,
    "",
    "<details><summary>Earlier plans</summary>",
    "",
    `- earlier: ✏️ \`dev\`: 1 to change, ${MADE(1)}`,
    "",
    "</details>",
    "",
  ]);
  expect(digestIn(dev(), "dev")).toBeUndefined();
});

it("say of a first plan that it failed", async () => {
  await comments.write([{ suffix: "dev" }], 1);
  expect(dev()).toContain("### ❌ `dev`: the plan failed");
});

it("keep all earlier verdicts, the newest first, and none twice when a run is repeated", async () => {
  await comments.write([planned("dev", "one")], 1);
  await comments.write([{ suffix: "dev" }], 2);
  await comments.write([planned("dev", "three")], 2);
  await comments.write([planned("dev", "four")], 3);
  expect(dev().match(/^- earlier: .*$/gm)).toEqual([
    `- earlier: three, ${MADE(2)}`,
    `- earlier: one, ${MADE(1)}`,
  ]);
});

it("share one line for the environments that do not change", async () => {
  await comments.write([quiet("dev"), planned("prod", "1 to add"), quiet("test")], 1);
  expect(comments.bodies.size).toBe(2);
  expect(comments.of(UNCHANGED_MARKER)).toBe(
    `${UNCHANGED_MARKER}\n✅ no changes: \`dev\`, \`test\`\n\n<sub>${MADE(1)}</sub>\n`,
  );
  await comments.write([planned("dev", "1 to change"), planned("prod", "1 to add"), { suffix: "test" }], 2);
  expect(comments.of(UNCHANGED_MARKER)).toContain("\nEvery environment changes.\n");
  expect(dev()).toContain("### 1 to change");
  expect(comments.of(planMarker("test"))).toContain("the plan failed");
});

it("let no verdict stand where there are no changes any more", async () => {
  await comments.write([planned("dev", "1 to change")], 1);
  await comments.write([quiet("dev")], 2);
  expect(dev()).toContain("### ✅ `dev`: no changes\n");
  expect(dev()).toContain(`- earlier: 1 to change, ${MADE(1)}`);
  expect(comments.of(UNCHANGED_MARKER)).toContain("✅ no changes: `dev`");
});

it.each([
  [0, 20],
  [COMMENT_BYTES - 600, 3],
])("fit, however many verdicts there were, beside %i bytes: %i are kept", async (bytes, kept) => {
  for (let id = 1; id < 30; id += 1) {
    const verdict = `${"x".repeat(400)}\n${"y".repeat(bytes)}`;
    await comments.write([planned("dev", verdict)], id);
  }
  expect(dev().length).toBeLessThanOrEqual(65_536);
  expect(dev().match(/^- earlier: /gm)).toHaveLength(kept);
});
