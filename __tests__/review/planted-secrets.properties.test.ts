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

/** Everything that a review of one change shows, to anybody. */
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

/** The ways in which one can still read it: as it is, escaped, or decoded from whatever looks like base64. */
function readable(text: string): string {
  const decoded = (text.match(/[\w+/-]{6,}={0,2}/g) ?? []).map((it) => Buffer.from(it, "base64").toString());
  const unescaped = [1, 2, 3].reduce<string[]>(
    (all) => [...all, (all.at(-1) ?? "").replace(/\\(.)/g, "$1")],
    [text],
  );
  return [...unescaped, decodeURIComponent(text.replace(/%(?![0-9A-Fa-f]{2})/g, "")), ...decoded].join("\n");
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
