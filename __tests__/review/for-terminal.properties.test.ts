import fc from "fast-check";
import { terminalReview } from "../../src/review/for-terminal";
import { reviewJson } from "../../src/review/json";
import type { Attributes } from "../../src/review/terraform-plan";
import { printableJson } from "../../src/terminal/printable";
import { changeOf, reviewOf } from "./made-up-plan";

// Control characters, invisible characters, characters that end a JSON string or a line, and printable characters.
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      "\u001b[2J",
      "\u001b]0;x\u0007",
      "\u009b1A",
      "\r",
      "\n",
      "\b",
      "\u202e",
      "\u200b",
      "\u2028",
      '"',
      "\\",
    ),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  ),
  minLength: 1,
  maxLength: 12,
});

/** A plan about which every section has a finding that contains the text. */
function changesWith(text: string) {
  const policy = (action: string) =>
    JSON.stringify({ Statement: { Effect: "Allow", Action: action, Resource: text, Principal: text } });
  const both = (address: string, before: Attributes, after: Attributes) => [
    changeOf(`${address}.a["${text}"]`, before, after),
    changeOf(`${address}.b["${text}"]`, null, after),
    changeOf(`${address}.c["${text}"]`, before, null),
  ];
  return [
    ...both(
      "aws_vpc_security_group_ingress_rule",
      { cidr_ipv4: text },
      { cidr_ipv4: "0.0.0.0/0", ip_protocol: text },
    ),
    ...both(
      "aws_iam_role",
      { name: text, assume_role_policy: policy("a:b") },
      { name: text, assume_role_policy: policy(`*${text}`) },
    ),
    ...both("aws_lb_listener", { ssl_policy: text, [text]: "x" }, { ssl_policy: `${text}2`, [text]: text }),
    ...both(
      "aws_cloudwatch_log_group",
      { retention_in_days: 3, name: text },
      { retention_in_days: 1, name: "x" },
    ),
    changeOf(
      "aws_security_group.g",
      { name: text, ingress: [{ cidr_blocks: [text] }] },
      { name: text, ingress: [{ cidr_blocks: [text] }] },
    ),
    { ...changeOf("aws_lb.moved", {}, {}), previous_address: `aws_lb.${text}` },
  ];
}

describe("a text of a plan", () => {
  it.each([60, Number.POSITIVE_INFINITY])(
    "is printed, and neither obeyed nor hidden, at %d columns",
    (columns) => {
      fc.assert(
        fc.property(hostile, (text) => {
          const review = reviewOf({ changes: changesWith(text) });
          const lines = terminalReview(review, { columns, color: false }).split("\n");
          for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
          // No line comes from the plan alone: each line is a title of the review, or is below a title.
          const own =
            /^( {2}|$|dev: |Nothing|Warnings|Destroyed|Changes|Traffic|Exposure|Access|Safeguards|Changed|Not judged|Not looked for|Policy|\d+ resources? )/;
          expect(lines.filter((line) => !own.test(line))).toEqual([]);
          const json = printableJson(reviewJson(review));
          expect(json).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
          expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(reviewJson(review))));
        }),
      );
    },
  );
});
