import { digestIn } from "../../src/github/comment";
import type { PlanRun } from "../../src/github/comment-history";
import {
  type PlannedForComment,
  saysUnchanged,
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

/** A made-up pull request whose comments remain from one run of the workflow to the next. */
class Comments {
  readonly bodies = new Map<number, string>();

  /** @param refused bodies that GitHub answers with an error */
  async write(
    environments: readonly PlannedForComment[],
    id: number,
    refused: (body: string) => boolean = () => false,
  ): Promise<void> {
    const there = [...this.bodies].map(([comment, body]) => ({ id: comment, body, user: bot }));
    const take = (sent: string) => (refused(JSON.parse(sent).body) ? undefined : {});
    const github = await MadeUpGithub.open({
      [LIST]: there,
      "POST issues/7/comments": take,
      ...Object.fromEntries(there.map((it) => [`PATCH issues/comments/${it.id}`, take])),
    });
    try {
      await writePlanComments(github.api, 7, environments, run(id));
    } finally {
      github.close();
      for (const call of github.asked.filter((it) => !it.startsWith("GET"))) {
        const [, comment = this.bodies.size + 1] = /^PATCH issues\/comments\/(\d+)/.exec(call) ?? [];
        const { body } = JSON.parse(call.slice(call.indexOf("{")));
        if (!refused(body)) this.bodies.set(Number(comment), body);
      }
    }
  }

  /** The comment that begins with the given text. */
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

it("say what was refused in the refusal's own words, and nothing of them is Markdown", async () => {
  const refused = "network.cidrBlock: AWS cannot change the CIDR block of a VPC\n```\n<b>the way</b>";
  await comments.write([{ suffix: "dev", refused }], 1);
  expect(dev().split("\n").slice(0, 10)).toEqual([
    `${planMarker("dev")}failed -->`,
    "### ⛔ `dev`: refused",
    "",
    "````text",
    ...refused.split("\n"),
    "````",
    "",
    "Nothing of this commit can be deployed to `dev`.",
  ]);
  expect(digestIn(dev(), "dev")).toBeUndefined();
});

describe("where one environment's review is none", () => {
  const broken: PlannedForComment = { suffix: "dev", problem: "review.json is not JSON" };

  it("no earlier verdict stands, the others have their comment, and then it fails", async () => {
    await comments.write([planned("dev", "one"), planned("prod", "one")], 1);
    await expect(comments.write([broken, planned("prod", "two"), quiet("test")], 2)).rejects.toThrow(
      "not all plans have their comment:\ndev: review.json is not JSON",
    );
    expect(dev().split("\n").slice(0, 6)).toEqual([
      `${planMarker("dev")}failed -->`,
      "### ❌ `dev`: the review of the plan cannot be shown",
      "",
      "The problem: review.json is not JSON.",
      "",
      "Nothing is reviewed, and nothing of this commit can be deployed to `dev`. [The run](https://github.com/example/payments/actions/runs/2) says why.",
    ]);
    expect(dev()).toContain(`- earlier: one, ${MADE(1)}`);
    expect(comments.of(planMarker("prod"))).toContain("### two");
    expect(comments.of(UNCHANGED_MARKER)).toContain("✅ no changes: `test`");
  });

  it("and GitHub refuses its text, the same is said", async () => {
    await comments.write([planned("dev", "one"), planned("prod", "one")], 1);
    const poisonous = (body: string) => body.includes("### poison");
    await expect(
      comments.write([planned("dev", "poison"), planned("prod", "two")], 2, poisonous),
    ).rejects.toThrow("dev: GitHub answered 404 to PATCH");
    expect(dev()).toContain("The problem: GitHub refused the review as a comment.");
    expect(comments.of(planMarker("prod"))).toContain("### two");
  });

  it("and GitHub takes nothing for it, the others have their comment all the same", async () => {
    await expect(
      comments.write([planned("dev", "one"), planned("prod", "one"), quiet("test")], 1, (body) =>
        body.startsWith(planMarker("dev")),
      ),
    ).rejects.toThrow(/^not all plans have their comment:\ndev: GitHub.*\ndev: GitHub/);
    expect([...comments.bodies.values()].map((it) => it.slice(0, 45))).toEqual([
      planMarker("prod").padEnd(45, DIGEST).slice(0, 45),
      UNCHANGED_MARKER.slice(0, 45),
    ]);
  });
});

it("cut a review that is too long between two of its blocks, say how much is left out, and where all of it is", async () => {
  await comments.write([planned("dev", "one")], 1);
  const rows = Array.from({ length: 40 }, (_, row) => `\n\`\`\`diff\n+ ${row}${"x".repeat(2000)}\n\`\`\``);
  await comments.write([planned("dev", `two\n${rows.join("\n")}`)], 2);
  expect(dev().length).toBeLessThanOrEqual(65_536);
  expect(dev().length).toBeGreaterThan(62_000);
  expect(dev().match(/```/g)).toHaveLength(2 * 32);
  expect(dev()).toContain(
    "\n```\n\n**25 more lines do not fit here:** the artifact `review-dev` of [the run](https://github.com/example/payments/actions/runs/2) contains the whole review.\n\n<sub>commit",
  );
  expect(digestIn(dev(), "dev")).toBe(DIGEST);
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
  const written = [...comments.bodies].map(([id, body]) => ({ id, body }));
  const unchanged = ["dev", "prod", "test", "other"].filter((it) => saysUnchanged(written, it));
  expect(unchanged).toEqual(["dev", "test"]);
  await comments.write([planned("dev", "1 to change"), planned("prod", "1 to add"), { suffix: "test" }], 2);
  expect(comments.of(UNCHANGED_MARKER)).toContain("\nEach planned environment has its own comment.\n");
  expect(dev()).toContain("### 1 to change");
  expect(comments.of(planMarker("test"))).toContain("the plan failed");
});

describe("keep of an earlier verdict that somebody else may have written", () => {
  const earlierOf = async (verdict: string): Promise<string | undefined> => {
    await comments.write([planned("dev", verdict)], 1);
    await comments.write([planned("dev", "two")], 2);
    await comments.write([planned("dev", "three")], 3);
    const lines = dev().match(/^- earlier: .*$/gm) ?? [];
    expect(lines[0]).toBe(`- earlier: two, ${MADE(2)}`);
    const [, , last] = [...lines, undefined];
    expect(last).toBeUndefined();
    return lines[1];
  };

  it("the beginning, as code, and all of where it comes from", async () => {
    expect(await earlierOf(`[one](https://example.com/${"x".repeat(400)})`)).toBe(
      `- earlier: \`[one](https://example.com/${"x".repeat(133)}…\`, ${MADE(1)}`,
    );
    comments = new Comments();
    expect(await earlierOf(`${"word ".repeat(31)}\`code of somebody\``)).toBe(
      `- earlier: \`${"word ".repeat(31)}'cod…\`, ${MADE(1)}`,
    );
  });

  it.each(["<details><summary>one", "<!-- one", "[one](https://example.com", "one `two", "a </details> b"])(
    "nothing that changes what is written behind: %s",
    async (verdict) => {
      expect(await earlierOf(verdict)).toBe(`- earlier: \`${verdict.replace("`", "'")}\`, ${MADE(1)}`);
    },
  );

  it("no line that only looks like one", async () => {
    await comments.write([planned("dev", `one\n\n- earlier: all was well\n<sub>${MADE(9)}</sub>`)], 1);
    await comments.write([planned("dev", "two")], 2);
    expect(dev().match(/^- earlier: .*$/gm)).toEqual([`- earlier: one, ${MADE(1)}`]);
  });

  it("as code what an older version of this project cut off", async () => {
    const cut = `${"1 to add, ".repeat(15)}commit \`1111\`, [run](https://github.com/exa`;
    const fold = "<details><summary>Earlier plans</summary>";
    const body = `${planMarker("dev")}${DIGEST} -->\n### one\n\n<sub>${MADE(1)}</sub>\n\n${fold}\n\n- earlier: ${cut}\n\n</details>\n`;
    comments.bodies.set(1, body);
    await comments.write([planned("dev", "two")], 2);
    expect(dev().match(/^- earlier: .*$/gm)).toEqual([
      `- earlier: one, ${MADE(1)}`,
      `- earlier: \`${cut.slice(0, 159).replaceAll("`", "'")}…\``,
    ]);
  });
});

describe("of an environment that is none any more", () => {
  it("say so in the place of what was planned, with what was said before", async () => {
    await comments.write([planned("dev", "1 to change"), planned("prod", "1 to add"), quiet("test")], 1);
    await comments.write([planned("prod", "2 to add")], 2);
    expect(dev().split("\n")).toEqual([
      `${planMarker("dev")}unplanned -->`,
      "### ⚠️ `dev`: this commit has no plan for it",
      "",
      "The environments that were planned: `prod`. An earlier plan for `dev` does not count any more, and nothing of this commit can be deployed to `dev`. Removing an environment's file destroys nothing: docs/runbooks/destroy.md says how to destroy an environment.",
      "",
      `<sub>${MADE(2)}</sub>`,
      "",
      "<details><summary>Earlier plans</summary>",
      "",
      `- earlier: 1 to change, ${MADE(1)}`,
      "",
      "</details>",
      "",
    ]);
    expect(digestIn(dev(), "dev")).toBeUndefined();
    expect(comments.of(planMarker("prod"))).toContain("### 2 to add");
    expect(comments.of(UNCHANGED_MARKER)).toContain("\nEach planned environment has its own comment.\n");
    expect(comments.bodies.size).toBe(3);
  });

  it("say so where none is left, and after a plan that failed", async () => {
    await comments.write([{ suffix: "dev" }], 1);
    await comments.write([], 2);
    expect(dev()).toContain("were planned: none.");
    await comments.write([planned("dev", "1 to add")], 3);
    expect(dev()).toContain(
      `### 1 to add\n\nAll of it.\n\n<sub>${MADE(3)}</sub>\n\n<details><summary>Earlier plans</summary>\n\n- earlier: ⚠️ \`dev\`: this commit has no plan for it, ${MADE(2)}`,
    );
  });

  it("take neither the line of those without changes nor a person's words for one", async () => {
    await comments.write([quiet("dev")], 1);
    const words = `> ${planMarker("prod")}${DIGEST} -->`;
    comments.bodies.set(2, words);
    await comments.write([planned("without", "1 to add")], 2);
    expect([...comments.bodies.values()].map((it) => it.split("\n").slice(0, 2))).toEqual([
      [UNCHANGED_MARKER, "Each planned environment has its own comment."],
      [words],
      [`${planMarker("without")}${DIGEST} -->`, "### 1 to add"],
    ]);
  });
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
