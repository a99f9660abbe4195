import { comment } from "../../src/review/comment";
import { terminalReview } from "../../src/review/for-terminal";
import { reviewJson } from "../../src/review/json";
import { REDACTED, redact } from "../../src/review/redact";
import type { Attributes } from "../../src/review/terraform-plan";
import { INNOCENT } from "../support/planted/innocent";
import { PLANTED_MARKED } from "../support/planted/marked";
import { PLANTED_COMMANDS, PLANTED_SECRETS } from "../support/planted/secrets";
import { changeOf, planOf, reviewOf } from "./made-up-plan";

const TASK = "aws_ecs_task_definition.one";
const container = (definition: object) => ({
  container_definitions: JSON.stringify([{ name: "blue", ...definition }]),
});

/** The complete text of all forms of a review of one change. */
function shown(address: string, before: Attributes, after: Attributes, marks: Attributes = {}): string {
  const change = changeOf(address, before, after);
  const marked = { ...change, change: { ...change.change, after_sensitive: marks } };
  const review = reviewOf({ changes: [marked] });
  return [
    comment(review, "sha256:0"),
    terminalReview(review, { columns: Number.POSITIVE_INFINITY, color: false }),
    JSON.stringify(reviewJson(review)),
    JSON.stringify(review),
  ].join("\n");
}

/**
 * The forms in which a secret can still be read in a text: in clear text, escaped, or decoded from text that looks like base64 or
 * hexadecimal digits.
 */
function readable(text: string): string {
  const digits = (text.match(/(?:[0-9a-f]{2}){4,}/gi) ?? []).map((it) => Buffer.from(it, "hex").toString());
  const decoded = (text.match(/[\w+/-]{6,}={0,2}/g) ?? []).map((it) => Buffer.from(it, "base64").toString());
  const unescaped = [1, 2, 3].reduce<string[]>(
    (all) => [...all, (all.at(-1) ?? "").replace(/\\(.)/g, "$1")],
    [text],
  );
  return [
    ...unescaped,
    decodeURIComponent(text.replace(/%(?![0-9A-Fa-f]{2})/g, "")),
    ...decoded,
    ...digits,
  ].join("\n");
}

describe("a review", () => {
  it.each(PLANTED_SECRETS.map((it) => [it.what, it] as const))(
    "does not show a variable's secret: %s",
    (_what, { name, value, secret }) => {
      const text = shown(TASK, container({ environment: [] }), container({ environment: [{ name, value }] }));
      expect(text).toContain(name);
      expect(text).toContain(REDACTED);
      expect(readable(text)).not.toContain(secret);
      expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
    },
  );

  const inTexts = PLANTED_SECRETS.filter(({ name }) => name === "SETTING");
  it.each(inTexts.map((it) => [it.what, it] as const))(
    "does not show a secret of any other text: %s",
    (_what, { value, secret }) => {
      const text = shown("aws_lb.one", { name: "a" }, { name: value });
      expect(readable(text)).not.toContain(secret);
      expect(text).toContain(REDACTED);
    },
  );

  it.each(PLANTED_COMMANDS)("does not show a command's secret: %j", ({ words, secret }) => {
    const text = shown(TASK, container({ command: ["up"] }), container({ command: words }));
    expect(readable(text)).not.toContain(secret);
    expect(text).toContain("migrate");
    expect(text).toContain(words[1]);
  });

  it.each(PLANTED_MARKED.map((it) => [it.what, it] as const))(
    "does not show what is marked as sensitive elsewhere: %s",
    (_what, { marked, value, secret }) => {
      const text = shown(
        "aws_ssm_parameter.one",
        { value: "x", description: "was" },
        { value: marked, description: value },
        { value: true },
      );
      expect(text).toContain(REDACTED);
      expect(readable(text)).not.toContain(secret);
    },
  );

  const IN_PARTS = "tr0ub4dor-and-3-horses";
  const marked = { value: IN_PARTS };
  it.each<[string, Attributes, readonly string[]]>([
    ["two tags", { tags: { a: "tr0ub4dor-", b: "and-3-horses" } }, ["tr0ub4dor-", "and-3-horses"]],
    [
      "three tags",
      { tags: { c: "horses", a: "tr0ub4dor-", b: "and-3-" } },
      ["tr0ub4dor-", "and-3-", "horses"],
    ],
    ["two maps", { tags: { a: "tr0ub4dor-" }, other: { b: "and-3-horses" } }, ["tr0ub4dor-", "and-3-horses"]],
    ["two items of a list", { names: ["tr0ub4dor-and", "-3-horses"] }, ["tr0ub4dor-and", "-3-horses"]],
    [
      "two variables",
      container({
        environment: [
          { name: "A", value: "tr0ub4dor-and-" },
          { name: "B", value: "3-horses" },
        ],
      }),
      ["tr0ub4dor-and-", "3-horses"],
    ],
  ])("does not show what is marked as sensitive elsewhere, in parts: %s", (_what, values, parts) => {
    const text = shown("aws_x.one", { value: "x" }, { ...marked, ...values }, { value: true });
    for (const part of parts) expect(text).not.toContain(part);
  });

  it.each<[string, Attributes, string]>([
    ["a beginning alone", { tags: { a: "tr0ub4dor-", b: "and-4-horses" } }, "tr0ub4dor-"],
    [
      "values that stand far apart",
      { tags: { a: "tr0ub4dor-" }, x: { y: { b: "and-3-horses" } } },
      "tr0ub4dor-",
    ],
    ["less than four characters", { tags: { a: "tr0", b: "ub4dor-and-3-horses" } }, "tr0"],
  ])("shows %s of what is marked as sensitive: it may be anything", (_what, values, part) => {
    const text = shown("aws_x.one", { value: "x" }, { ...marked, ...values }, { value: true });
    expect(text).toContain(part);
  });

  it("shows all that is innocent", () => {
    for (const { name, value } of INNOCENT) {
      const values = {
        [name]: value,
        ...container({ environment: [{ name, value }], command: ["run", value] }),
      };
      const plan = JSON.parse(planOf({ resource_changes: [changeOf(TASK, {}, values)] }));
      const { everywhere } = redact(plan, {});
      expect(everywhere.plan.resource_changes?.[0]?.change.after).toEqual(values);
    }
  });

  it("leaves ports, counts and words alone that a short secret is a part of", () => {
    const text = shown(
      "aws_lb_target_group.one",
      { value: "x", port: 80, name: "a" },
      { value: "5432", port: 5432, name: "tg-15432", description: "on 123454321" },
      { value: true },
    );
    expect(text).toContain("tg-15432");
    expect(text).toContain("123454321");
    expect(text).toContain('+ port = \\"5432\\"'.replaceAll("\\", ""));
  });
});
