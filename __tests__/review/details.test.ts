import { comment } from "../../src/review/comment";
import { type Detail, restLines } from "../../src/review/details";
import { terminalReview } from "../../src/review/for-terminal";
import { reviewOfPlan } from "../../src/review/of-plan";
import type { Attributes, Json } from "../../src/review/terraform-plan";
import { RefusedError } from "../../src/terminal/refused";
import { changeOf, planOf, reviewOf } from "./made-up-plan";
import { exactly } from "./schema/random-change";

const ADDRESS = "aws_wafv2_web_acl.one";
const CONFIGURED = { aws_wafv2_web_acl: { one: { name: "acl" } } };

function detailOf(before: Attributes | null, after: Attributes | null, unknown: Attributes = {}): Detail {
  const changes = [changeOf(ADDRESS, before, after, unknown)];
  const [detail] = reviewOf({ changes, configuration: CONFIGURED }).details;
  if (detail === undefined) throw new Error("nothing is said of the change");
  return detail;
}

/** The lines that a reader sees of a change. */
const shown = (before: Attributes | null, after: Attributes | null, unknown: Attributes = {}): string[] => {
  const detail = detailOf(before, after, unknown);
  return [
    ...detail.differences.map((it) => `${it.path}: ${it.before ?? "nothing"} → ${it.after ?? "nothing"}`),
    ...restLines(detail),
  ];
};

const action = (block: object) => ({ rule: [{ name: "RateLimit", action: [block as Json] }] }) as Attributes;
const named = (...names: string[]): Attributes => ({ rule: names.map((name) => ({ name, priority: 1 })) });

describe("every change of a resource is shown, or counted by its name", () => {
  it.each<[what: string, before: Attributes, after: Attributes, lines: string[]]>([
    [
      "a block that says all by being there",
      action({ block: [{}], allow: [] }),
      action({ block: [], allow: [{}] }),
      [
        "rule[RateLimit].action[0].block[0]: (a block) → nothing",
        "rule[RateLimit].action[0].allow[0]: nothing → (a block)",
      ],
    ],
    [
      "one that has only empty values",
      { block: [{ text: null, list: [], inner: [] }] },
      { block: [] },
      ["block[0]: (a block) → nothing"],
    ],
    [
      "a block inside of one that comes with it",
      { outer: [] },
      { outer: [{ inner: [{}], text: "" }] },
      ["outer[0].inner[0]: nothing → (a block)"],
    ],
    ["text that becomes empty", { name: "a", text: "b" }, { name: "a", text: "" }, ["text: b → nothing"]],
    [
      "nothing, written in another way",
      { name: "a", text: null, list: null, map: {} },
      { name: "b", text: "", list: [], map: null },
      ["name: a → b", '(3 values only written in another way, such as null, "" or []: text, list, map)'],
    ],
    [
      "nothing else",
      { text: null },
      { text: "" },
      ['(1 value only written in another way, such as null, "" or []: text)'],
    ],
    [
      "a list that is in another order",
      named("a", "b", "c"),
      named("b", "a", "c"),
      ["rule: in the order a, b, c → in the order b, a, c"],
    ],
    [
      "an integer beyond 2^53",
      { id_of_partner: "9007199254740993" },
      { id_of_partner: "9007199254740992" },
      ["id_of_partner: 9007199254740993 → 9007199254740992"],
    ],
    ["the text 1 and the number 1", { value: "1" }, { value: 1 }, ['value: "1" → 1']],
    ["an identity", { id: "a" }, { id: "b" }, ["id: a → b"]],
    [
      "a document that is only written in another way",
      { policy: '{"a":1}' },
      { policy: '{ "a": 1 }' },
      ['(1 value only written in another way, such as null, "" or []: policy)'],
    ],
    [
      "a value that reads like words of the review",
      { value: "a" },
      { value: "(known after apply)" },
      ['value: a → "(known after apply)"'],
    ],
    [
      "keys that no path can hold",
      { tags: { "\ud800": "a", "a\u202eb": "c" } },
      { tags: { "\ud800": "b", "a\u202eb": "d" } },
      ["tags.%5Cud800: a → b", "tags.a%E2%80%AEb: c → d"],
    ],
    [
      "a key with a dot, and the same path by two",
      { tags: { "a.b": "1", a: { b: "2" } } },
      { tags: { "a.b": "1", a: { b: "3" } } },
      ["tags.a.b: 2 → 3"],
    ],
  ])("%s", (_what, before, after, lines) => {
    expect(shown(before, after)).toEqual(lines);
  });

  it("what AWS fills in, only where nothing else is", () => {
    const version = { version: "1", rule: [] };
    expect(shown(version, { rule: [] }, { version: true })).toEqual([
      "(only values that AWS fills in: version)",
    ]);
    expect(shown({ ...version, rule: null }, { rule: [] }, { version: true })).toEqual([
      "(1 value that AWS fills in: version)",
      '(1 value only written in another way, such as null, "" or []: rule)',
    ]);
  });

  it("what is configured and not known yet, also where there was nothing", () => {
    expect(shown({ name: null }, {}, { name: true })).toEqual(["name: nothing → (known after apply)"]);
    const [elsewhere] = reviewOf({
      changes: [changeOf("module.x.aws_lb.one[0]", { name: "a" }, {}, { name: true })],
      configuration: CONFIGURED,
    }).details;
    expect(elsewhere?.differences).toEqual([{ path: "name", before: "a", after: "(known after apply)" }]);
  });

  it("the item that is not known, by its name", () => {
    const rule = (...names: string[]) => names.map((name) => ({ name, arn: `arn:${name}` }));
    const after = { rule: [{ name: "a", arn: "arn:a" }, { name: "b" }] };
    expect(shown({ rule: rule("a", "b") }, after, { rule: [{}, { arn: true }] })).toEqual([
      "(only values that AWS fills in: rule[b].arn)",
    ]);
  });
});

const reviewOfText = (planJson: string) =>
  reviewOfPlan({
    suffix: "dev",
    accountId: "123456789012",
    planJson,
    configurationJson: "{}",
    traffic: { parameter: null, weights: {} },
    lock: undefined,
    allowed: [],
  });

it("integers of a plan are read to the last digit, also inside of documents", () => {
  const held = (number: string): Attributes => ({
    partner: number,
    policy: JSON.stringify({ limit: number }),
  });
  const change = changeOf(ADDRESS, held("#9007199254740993#"), held("#9007199254740992#"));
  const review = reviewOfText(exactly(planOf({ resource_changes: [change] })));
  expect(review.details[0]?.differences).toEqual(
    ["partner", "policy.limit"].map((path) => ({
      path,
      before: "9007199254740993",
      after: "9007199254740992",
    })),
  );
});

describe("what nobody could read ends no review in a stack trace", () => {
  const brackets = "[".repeat(5000) + "]".repeat(5000);
  const HOLDERS = [
    ["aws_ecs_task_definition.one", "container_definitions"],
    ["aws_iam_role_policy.one", "policy"],
    ["aws_iam_role.one", "assume_role_policy"],
    ["aws_ssm_parameter.one", "value"],
    ["aws_sns_topic_subscription.one", "filter_policy"],
  ] as const;

  it.each(HOLDERS)("%s with 5,000 brackets in %s", (address, name) => {
    for (const [before, after] of [
      ["{}", brackets],
      [brackets, `${brackets} `],
    ] as const) {
      const review = reviewOf({ changes: [changeOf(address, { [name]: before }, { [name]: after })] });
      expect(comment(review, "sha256:0")).toContain(`+ ${name} = "[[[`);
      expect(terminalReview(review, { columns: 80, color: false })).toContain(`${name}:`);
    }
  });

  it.each(HOLDERS)("%s with a key in %s that no text can hold", (address, name) => {
    const held = (value: string) => ({
      [name]: JSON.stringify([{ "\ud800": value, "\u202e": value }]),
      "\ud800": value,
    });
    const review = reviewOf({ changes: [changeOf(address, held("a"), held("b"))] });
    for (const text of [comment(review, "sha256:0"), terminalReview(review, { columns: 80, color: false })]) {
      expect(text).toContain("%5Cud800");
    }
  });

  it("a plan that is nested itself is refused in a sentence", () => {
    const plan = planOf({ resource_changes: [changeOf(ADDRESS, null, { value: "#0#" })] });
    expect(() => reviewOfText(plan.replace('"#0#"', brackets))).toThrow(
      new RefusedError("a value is nested deeper than 500 levels: nobody could review it"),
    );
  });
});

it("a secret that becomes another is said, and neither is shown", () => {
  const secret = (value: string, name = "a") => ({ value, name, list: [value] });
  const change = changeOf("aws_ssm_parameter.one", secret("hunter2-hunter2"), secret("correct-horse", "b"));
  const sensitive = { value: true, list: true };
  const marked = {
    ...change,
    change: { ...change.change, before_sensitive: sensitive, after_sensitive: sensitive },
  };
  expect(reviewOf({ changes: [marked] }).details[0]?.differences).toEqual([
    { path: "value", before: "(sensitive value)", after: "(another sensitive value)" },
    { path: "name", before: "a", after: "b" },
    { path: "list", before: "(sensitive value)", after: "(another sensitive value)" },
  ]);
  const container = (...environment: object[]) => ({
    container_definitions: JSON.stringify([{ name: "blue", environment }]),
  });
  const [a, b] = ["first-secret-value", "second-secret-value"].map((value) => ({
    name: "API_PASSWORD",
    value,
  }));
  const other = { name: "OTHER_PASSWORD", value: "third-secret-value" };
  const definition = changeOf(
    "aws_ecs_task_definition.one",
    container(a as object, other),
    container(other, b as object),
  );
  expect(reviewOf({ changes: [definition] }).details[0]?.differences).toEqual([
    {
      path: "container_definitions[blue].environment[API_PASSWORD].value",
      before: "(sensitive value)",
      after: "(another sensitive value)",
    },
  ]);
});

describe("a resource that is replaced although nothing of it changes", () => {
  it("is made anew, and nothing is said of AWS", () => {
    const same = changeOf(ADDRESS, { name: "a" }, { name: "a" });
    const tainted = { ...same, change: { ...same.change, actions: ["delete", "create"] } };
    const review = reviewOf({ changes: [tainted], configuration: CONFIGURED });
    expect(terminalReview(review, { columns: 80, color: false })).toContain(
      "(created again with the same values)",
    );
  });
});

it("what is left out of resources that come or go is counted in a comment", () => {
  const before = { id: "a", name: "x", tags_all: { A: "1", B: "2" } };
  const review = reviewOf({
    changes: [
      changeOf("aws_lb.one", before, null),
      changeOf(ADDRESS, null, { name: "acl" }, { id: true, arn: true, tags_all: true }),
    ],
    configuration: CONFIGURED,
  });
  expect(comment(review, "sha256:0")).toContain(
    "Created and destroyed resources are shown without 1 value that AWS fills in and 5 values that every resource has (`id`, `tags_all`).",
  );
});
