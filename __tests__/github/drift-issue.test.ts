import { keepDriftIssues, type NightlyPlan } from "../../src/github/drift-issue";
import { MadeUpGithub } from "./made-up-github";

const run = (night: number) => `https://github.com/example/payments/actions/runs/${night}`;
const bot = { login: "github-actions[bot]" };

interface Told {
  readonly number: number;
  title: string;
  body: string;
  state: "closed" | "open";
  user: { readonly login: string };
  pull_request?: object;
  readonly comments: string[];
}

/** A made-up repository whose issues remain from one night to the next. */
class Issues {
  public readonly all: Told[] = [];
  /** The requests of the last night, without their bodies. */
  public sent: string[] = [];
  private nights = 0;

  /** Reports a nightly plan of dev. @returns the actions in words */
  async night(plan: Partial<NightlyPlan>): Promise<string[]> {
    this.nights += 1;
    const issue = (number: number) => this.all.find((it) => it.number === number) as Told;
    const number = this.all.length + 1;
    const github = await MadeUpGithub.open({
      "GET issues?state=open&per_page=100&page=1": this.all.filter(({ state }) => state === "open"),
      "POST issues": (sent: string) => {
        this.all.push({ number, state: "open", user: bot, comments: [], ...JSON.parse(sent) });
        return { number };
      },
      ...Object.fromEntries(
        this.all.flatMap((it): [string, (sent: string) => object][] => [
          [`PATCH issues/${it.number}`, (sent) => Object.assign(issue(it.number), JSON.parse(sent))],
          [
            `POST issues/${it.number}/comments`,
            (sent) => ({ count: issue(it.number).comments.push(JSON.parse(sent).body) }),
          ],
        ]),
      ),
    });
    try {
      return await keepDriftIssues(github.api, { suffix: "dev", run: run(this.nights), ...plan });
    } finally {
      github.close();
      this.sent = github.asked
        .filter((it) => !it.startsWith("GET"))
        .map((it) => it.slice(0, it.indexOf(" {")));
    }
  }
}

let issues: Issues;
beforeEach(() => {
  issues = new Issues();
});

const found = (
  findings: readonly string[],
  dangers = 1,
  markdown = "### ⚠️ `dev`: no changes",
  notLookedFor: string[] = [],
): Partial<NightlyPlan> => ({
  reviewed: { markdown, isQuiet: false, byHand: { findings: [...findings], dangers, notLookedFor } },
});
const NOTHING = found([], 0);
const RULE = found(["the group has a rule"]);
const UNLISTED = found([], 0, "", ["rules were not looked for", "subscriptions were not looked for"]);

describe("the issue about what was changed outside of Terraform", () => {
  it("is opened, with the review and where it comes from", async () => {
    expect(await issues.night(RULE)).toEqual(["opened issue 1"]);
    const [{ title, body }] = issues.all as [Told];
    expect(title).toBe("dev: access opened, protection weakened or data lost outside of Terraform");
    expect(body).toMatch(/^<!-- transaction-processing drift dev [0-9a-f]{16} -->\n/);
    expect(body).toContain(`[plan of main](${run(1)})`);
    expect(body).toContain("\nA plan does not look for policies that somebody added to queues");
    expect(body).toContain("### ⚠️ `dev`: no changes");
  });

  it("has another title where nothing is dangerous", async () => {
    await issues.night(found(["a tag"], 0));
    expect(issues.all[0]?.title).toBe("dev: changed outside of Terraform");
  });

  it.each<[string, Partial<NightlyPlan>]>([
    ["the same is found", found(["a", "b"])],
    ["it is found in another order", found(["b", "a"])],
    ["it is found twice", found(["a", "b", "a"])],
    ["it stands in another review", found(["a", "b"], 1, "### ✏️ `dev`: 3 to change")],
    ["more of it is dangerous", found(["a", "b"], 2)],
  ])("stays as it is while %s", async (_why, plan) => {
    await issues.night(found(["a", "b"]));
    expect(await issues.night(plan)).toEqual(["issue 1 says the same"]);
    expect(issues.sent).toEqual([]);
  });

  it.each<[string, Partial<NightlyPlan>]>([
    ["something else", found(["c"])],
    ["more", found(["a", "b", "c"])],
    ["less", found(["a"])],
    ["the same without danger", found(["a", "b"], 0)],
  ])("is written again, with a word, when there is %s", async (_what, plan) => {
    await issues.night(found(["a", "b"]));
    expect(await issues.night(plan)).toEqual(["updated issue 1"]);
    expect(issues.sent).toEqual(["PATCH issues/1", "POST issues/1/comments"]);
    expect(issues.all[0]?.body).toContain(run(2));
    expect(issues.all[0]?.comments).toEqual([
      `The changes outside of Terraform are no longer the same. The text of this issue lists the present changes: ${run(2)}`,
    ]);
  });

  it("is closed, with a word, when nothing is changed any more, and nothing is done without one", async () => {
    await issues.night(RULE);
    expect(await issues.night(NOTHING)).toEqual(["closed issue 1"]);
    expect(issues.sent).toEqual(["POST issues/1/comments", "PATCH issues/1"]);
    expect(issues.all[0]?.state).toBe("closed");
    expect(issues.all[0]?.comments).toEqual([
      expect.stringMatching(
        /^A plan of `dev` no longer finds changes .*\n\nA plan does not look for policies/,
      ),
    ]);
    expect(await issues.night(NOTHING)).toEqual(["the plan of dev found no changes outside of Terraform"]);
    expect(issues.sent).toEqual([]);
    expect(await issues.night(RULE)).toEqual(["opened issue 2"]);
  });

  it("is neither opened nor closed where the plan found nothing, but could not look for everything", async () => {
    const said = [
      "the plan of dev found no changes outside of Terraform, but rules were not looked for; subscriptions were not looked for; if there is an open issue about earlier changes, it stays open",
    ];
    expect(await issues.night(UNLISTED)).toEqual(said);
    await issues.night(RULE);
    expect(await issues.night(UNLISTED)).toEqual(said);
    expect(issues.sent).toEqual([]);
    expect(issues.all).toMatchObject([{ state: "open", comments: [] }]);
  });

  it("is the workflow's own, of this environment, and no pull request", async () => {
    await issues.night(RULE);
    const [own] = issues.all.splice(0) as [Told];
    issues.all.push(
      { ...own, number: 1, user: { login: "mallory" } },
      { ...own, number: 2, pull_request: {} },
      { ...own, number: 3, body: own.body.replace("drift dev", "drift dev2") },
      { ...own, number: 4, body: `> ${own.body}` },
    );
    expect(await issues.night(RULE)).toEqual(["opened issue 5"]);
  });

  it("fits, however long the review is, and says what it leaves out", async () => {
    await issues.night(found(["a"], 1, "a paragraph of the review\n\n".repeat(5000)));
    const { body = "" } = issues.all[0] ?? {};
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body).toMatch(
      /a paragraph of the review\n\n26\d\d more lines do not fit here: the summary of the run has them\.$/,
    );
  });
});

describe("the issue about a nightly plan that failed", () => {
  it("is opened, and says that nothing was looked at", async () => {
    expect(await issues.night({})).toEqual(["opened issue 1"]);
    const [{ title, body }] = issues.all as [Told];
    expect(title).toBe("dev: the nightly plan failed, nothing was looked at");
    expect(body).toMatch(/^<!-- transaction-processing nightly plan dev [0-9a-f]{16} -->\n/);
    expect(body).toContain(
      `The nightly [plan of main](${run(1)}) for \`dev\` failed. **Nothing was looked at**: nobody knows`,
    );
  });

  it("stays as it is night after night, and is closed by a plan that works", async () => {
    await issues.night({});
    expect(await issues.night({})).toEqual(["issue 1 says the same"]);
    expect(issues.sent).toEqual([]);
    expect(await issues.night(NOTHING)).toEqual(["closed issue 1"]);
    expect(issues.all[0]).toMatchObject({
      state: "closed",
      comments: [`The plan of \`dev\` works again: ${run(3)}`],
    });
  });

  it("is written again when something else goes wrong", async () => {
    await issues.night({});
    expect(await issues.night({ problem: "review.json is not JSON" })).toEqual(["updated issue 1"]);
    expect(issues.all[0]?.body).toContain("left no review that can be read (review.json is not JSON)");
  });

  it("leaves the issue about what an earlier night found open, and as it is", async () => {
    await issues.night(RULE);
    const before = JSON.stringify(issues.all[0]);
    expect(await issues.night({})).toEqual(["opened issue 2"]);
    expect(JSON.stringify(issues.all[0])).toBe(before);
    expect(await issues.night(RULE)).toEqual(["closed issue 2", "issue 1 says the same"]);
  });
});
