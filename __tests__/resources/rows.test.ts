import { RESOURCES } from "../../src/resources";
import { ownArns } from "../../src/resources/arn";
import { KNOWN } from "../../src/resources/known";
import { MADE_BY_AWS } from "../../src/resources/made-by-aws";
import { PRICES } from "../../src/resources/prices";
import type { KnownRow, Leftover, Row } from "../../src/resources/row";

const ACCOUNT_ID = "123456789012";
const leftovers: Leftover[] = [
  { id: "a/b/id", name: "name", state: "available" },
  { id: "arn:aws:ecs:us-east-1:123456789012:task/cluster/id", state: "automated" },
];

/** What a row says, one line for each fact: `path: value`. What it leaves empty has no line. */
function facts(value: unknown, path = ""): string[] {
  if (value === undefined || value === false) return [];
  if (typeof value !== "object" || value === null || value instanceof RegExp) return [`${path}: ${value}`];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
    return value.length === 0 ? [] : [`${path}: ${value.join(" ")}`];
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = path === "" ? key : `${path}.${key}`;
    // A value that protects least, or that opens something, may be `false`.
    return inner === false && /^attributes/.test(at) ? [`${at}: false`] : facts(inner, at);
  });
}

/** A row with the results of its functions for an environment and for two resources that are left. */
function evaluated(row: KnownRow | Pick<Row, "arns" | "left" | "named">): object {
  if (!("left" in row)) return row;
  const { arns: forms, left, named, ...others } = row;
  const own = ownArns(row, "x1", ACCOUNT_ID);
  const names = "names" in named ? { ...named, names: named.names("x1", ACCOUNT_ID) } : named;
  const byHand = "byHand" in left ? { byHand: [...new Set(leftovers.map(left.byHand))].join(" | ") } : {};
  return { ...others, arns: own.length > 0 ? own : forms, named: names, left: { ...left, ...byHand } };
}

it.each(Object.entries(RESOURCES))("the row of %s says what was reviewed", (_type, row) => {
  expect(facts(evaluated(row)).join("\n")).toMatchSnapshot();
});

it("the rows of types that no stack creates say what was reviewed", () => {
  const rows = Object.entries(KNOWN).map(([type, row]) => [type, ...facts(evaluated(row))].join("\n  "));
  expect(rows.join("\n")).toMatchSnapshot();
});

it("the rows of what AWS creates beside the stack say what was reviewed", () => {
  expect(MADE_BY_AWS.map((row) => facts(evaluated(row)).join("\n  ")).join("\n")).toMatchSnapshot();
});

it("each price is the reviewed one, of the page where it was read", () => {
  const prices = Object.entries(PRICES).map(([what, { monthly, page }]) => `${what}: ${monthly} ${page}`);
  expect(prices.join("\n")).toMatchSnapshot();
});
