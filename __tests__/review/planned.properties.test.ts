import fc from "fast-check";
import { rows } from "../../src/resources";
import { comment } from "../../src/review/comment";
import { type Detail, restLines } from "../../src/review/details";
import { terminalReview } from "../../src/review/for-terminal";
import { reviewOfPlan } from "../../src/review/of-plan";
import type { Review } from "../../src/review/review";
import {
  isObject,
  type Json,
  parseDocument,
  type ResourceChange,
  type TerraformPlan,
} from "../../src/review/terraform-plan";
import { planOf, warnings } from "./made-up-plan";
import { type Block, providerSchema } from "./schema/provider-schema";
import { bodyPairs, exactly, type Pair } from "./schema/random-change";

const SCHEMA = providerSchema();
const types = fc.constantFrom(...Object.keys(SCHEMA));
const changed = types.chain((type) => bodyPairs(SCHEMA[type] as Block).map((pair) => ({ type, pair })));

const changeOf = (
  type: string,
  actions: readonly string[],
  { before, after, unknown }: Pair,
): ResourceChange => ({
  address: `${type}.one`,
  mode: "managed",
  type,
  change: {
    actions,
    before: actions[0] === "create" && actions.length === 1 ? null : (before ?? null),
    after: actions[0] === "delete" && actions.length === 1 ? null : (after ?? null),
    after_unknown: actions[0] === "delete" && actions.length === 1 ? {} : unknown,
    before_sensitive: {},
    after_sensitive: {},
  },
});

const reviewOf = (
  changes: readonly ResourceChange[],
  more: Partial<TerraformPlan> = {},
  allowed: string[] = [],
): Review =>
  reviewOfPlan({
    suffix: "dev",
    accountId: "123456789012",
    planJson: exactly(planOf({ resource_changes: changes, applyable: false, ...more })),
    configurationJson: JSON.stringify({
      resource: Object.fromEntries(changes.map(({ type }) => [type, { one: { name: "x", policy: "x" } }])),
    }),
    traffic: { parameter: null, weights: {} },
    lock: undefined,
    allowed,
  });

const isText = (it: Json | undefined) =>
  it !== undefined && it !== null && it !== "" && typeof it !== "object";
const hasText = (it: Json | undefined): boolean =>
  isText(it) || (typeof it === "object" && it !== null && Object.values(it).some(hasText));

/** The parts of a value by their keys. Items of a list have their name as key if each item has one, otherwise their index. */
function inside(value: Json | undefined, isNamed: boolean): ReadonlyMap<string, Json> {
  if (typeof value !== "object" || value === null) return new Map();
  const keys = Object.entries(value as Readonly<Record<string, Json>>);
  return new Map(keys.map(([key, it]) => [isNamed ? nameOf(it) : key, it]));
}

const nameOf = (it: Json | undefined) => String(isObject(it) ? it.name : undefined);
const isNamed = (list: Json | undefined) =>
  !Array.isArray(list) ||
  (list.every((it: Json) => isObject(it) && typeof it.name === "string") &&
    new Set(list.map(nameOf)).size === list.length);

/** The paths of values that change, with names and `[]`. JSON documents are compared inside, in the same way as in the review. */
function changedLeaves(
  before: Json | undefined,
  after: Json | undefined,
  unknown: Json | undefined,
  path = "",
): string[] {
  if (unknown === true) return [path];
  const [was, becomes] = [before, after].map((it) => parseDocument(it) ?? it);
  const [isList, wasList] = [Array.isArray(becomes), Array.isArray(was)];
  if (isObject(isList ? was : becomes) && isList !== wasList && (isList || wasList))
    return hasText(was) || hasText(becomes) ? [path] : [];
  const named = (isList || wasList) && isNamed(was) && isNamed(becomes);
  const [left, right] = [inside(was, named), inside(becomes, named)];
  const open = new Map(
    [...inside(unknown, false)].map(([key, it]) => [
      named ? nameOf((becomes as readonly Json[])[Number(key)]) : key,
      it,
    ]),
  );
  const leaves = [...new Set([...left.keys(), ...right.keys(), ...open.keys()])].flatMap((key) => {
    const found = changedLeaves(
      left.get(key),
      right.get(key),
      open.get(key),
      step(path, isList || wasList ? "[]" : key),
    );
    // Such a key is encoded in a path.
    return found.length > 0 && !(isList || wasList) && !/^\w+$/.test(key) ? [path] : found;
  });
  const differs = (isText(was) || isText(becomes)) && JSON.stringify(was) !== JSON.stringify(becomes);
  return [...leaves, ...(differs ? [path] : [])];
}

const step = (path: string, key: string) => (key === "[]" || path === "" ? path + key : `${path}.${key}`);

/**
 * The paths at which a review reports a change: as a difference, as a value that AWS fills in, or as an attribute that every
 * resource has.
 */
const said = ({ differences, rest }: Detail): string[] => [
  ...differences.map(({ path }) => path),
  ...rest.filledIn,
  ...rest.repeated,
];

/** A path without the names and indexes of items. */
const general = (path: string) => path.replace(/\[[^\]]*\]/g, "[]");

const isWithin = (path: string, whole: string) =>
  path === whole || whole === "" || path.startsWith(`${whole}.`) || path.startsWith(`${whole}[`);

const actions = fc.constantFrom(
  ["update"],
  ["create"],
  ["delete"],
  ["delete", "create"],
  ["create", "delete"],
);

it("every changed value of a random plan is shown, or counted by its name", () => {
  fc.assert(
    fc.property(changed, actions, ({ type, pair }, action) => {
      const change = changeOf(type, action, pair);
      const { before, after, after_unknown } = change.change;
      const [detail] = reviewOf([change]).details;
      const paths = said(detail as Detail).map(general);
      const missing = changedLeaves(before, after, after_unknown).filter(
        (leaf) => !paths.some((path) => isWithin(leaf, path) || isWithin(path, leaf)),
      );
      expect(missing).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

/** The paths of all values before and after. */
function places(
  before: Json | undefined,
  after: Json | undefined,
): [Record<string, Json>, Record<string, Json>][] {
  if (Array.isArray(before) && Array.isArray(after))
    return before.flatMap((it, index) => places(it, after[index]));
  if (!isObject(before) || !isObject(after)) return [];
  return [
    [before as Record<string, Json>, after as Record<string, Json>],
    ...Object.keys(before).flatMap((key) => places(before[key], after[key])),
  ];
}

it("a value that is planted anywhere is shown with what it was and becomes, and nobody says that AWS did it", () => {
  fc.assert(
    fc.property(
      changed,
      fc.nat(),
      fc.constantFrom("zz_planted", "description", "weight"),
      ({ type, pair }, place, name) => {
        const { unknown } = pair;
        const [before, after] = [pair.before, pair.after].map((side) => structuredClone(side));
        const all = places(before, after);
        const [was, becomes] = all[place % all.length] ?? [];
        if (was === undefined || becomes === undefined) return;
        was[name] = "planted before";
        becomes[name] = "planted after";
        const open = JSON.parse(JSON.stringify(unknown), (key, value) =>
          key === name && value === true ? false : value,
        );
        const review = reviewOf([changeOf(type, ["update"], { before, after, unknown: open })]);
        const [detail] = review.details as [Detail];
        expect(detail.differences.map((it) => it.before)).toContain("planted before");
        expect(detail.differences.map((it) => it.after)).toContain("planted after");
        expect(restLines(detail).join()).not.toContain("only values that AWS fills in");
        expect(review.verdict).not.toBe("no changes");
      },
    ),
    { numRuns: 300 },
  );
});

const HOLDING = rows().flatMap(([type, { data }]) => (data === false ? [] : [type]));
const GUARDING = rows().flatMap(([type, { guards }]) => (guards ? [type] : []));
const standing = (type: string): ResourceChange =>
  changeOf(type, ["no-op"], { before: {}, after: {}, unknown: {} });

const gone: Pair = { before: {}, after: null, unknown: {} };
const kept = (days: number) => ({ retention_in_days: days });

/** Plans that lose something, each in another way. */
const losing: fc.Arbitrary<readonly [lost: readonly ResourceChange[], more: Partial<TerraformPlan>]> =
  fc.oneof(
    fc
      .tuple(
        fc.constantFrom(...HOLDING),
        fc.constantFrom(
          ["delete"],
          ["forget"],
          ["delete", "create"],
          ["create", "delete"],
          ["create", "forget"],
        ),
      )
      .map(([type, action]) => {
        const pair = action.length === 1 ? gone : { ...gone, after: {} };
        return [[changeOf(type, action, pair)], {}] as const;
      }),
    fc
      .constantFrom(...HOLDING)
      .map((type) => [[{ ...changeOf(type, ["delete"], gone), deposed: "1a2b3c4d" }], {}] as const),
    fc.constantFrom([2, 1], [0, 30], [365, 30]).map(([before = 0, after = 0]) => {
      const pair = { before: kept(before), after: kept(after), unknown: {} };
      return [[changeOf("aws_cloudwatch_log_group", ["update"], pair)], {}] as const;
    }),
    fc.constantFrom("hidden", "unknown").map((how) => {
      const after = how === "hidden" ? kept(1) : {};
      const unknown = how === "hidden" ? {} : { retention_in_days: true };
      const { change, ...rest } = changeOf("aws_cloudwatch_log_group", ["update"], {
        before: kept(365),
        after,
        unknown,
      });
      const marks = how === "hidden" ? { retention_in_days: true } : {};
      return [
        [{ ...rest, change: { ...change, before_sensitive: marks, after_sensitive: marks } }],
        {},
      ] as const;
    }),
    fc.constant([[], { action_invocations: [{ address: "action.aws_lambda_invoke.one" }] }] as const),
  );

it("nobody says that nothing is lost where something is, whatever else changes and whatever is allowed", () => {
  fc.assert(
    fc.property(changed, losing, fc.boolean(), ({ type, pair }, [lost, more], isAllowed) => {
      const changes = [
        ...lost.map((it) => ({ ...it, address: `${it.type}.lost` })),
        changeOf(type, ["update"], pair),
      ];
      const review = reviewOf(changes, more, isAllowed ? changes.map(({ address }) => address) : []);
      const texts = [terminalReview(review, { columns: 1000, color: false }), comment(review, "sha256:0")];
      for (const text of texts) {
        // A resource that leaves Terraform's state, or an action, is in a further part of the sentence, or in the next sentence.
        expect(text).not.toMatch(
          /No resource that holds data is destroyed\.(?! \d+ resources? that holds? data)/,
        );
        expect(text).not.toContain("no changes");
        expect(text.match(/[^\P{C}\n]/gu)).toBeNull();
      }
    }),
    { numRuns: 200 },
  );
});

it("no safeguard goes unsaid while anything stays", () => {
  fc.assert(
    fc.property(fc.constantFrom(...GUARDING), types, fc.boolean(), (guard, kept, isPlanned) => {
      const goes = {
        ...changeOf(guard, ["delete"], { before: {}, after: null, unknown: {} }),
        address: `${guard}.guard`,
      };
      // Whether a resource remains may be visible only in `planned_values`.
      const values = { root_module: { resources: [{ mode: "managed" as const }] } };
      const review = isPlanned
        ? reviewOf([goes], { planned_values: values })
        : reviewOf([goes, standing(kept)]);
      expect(warnings(review).filter((it) => it.startsWith(`${guard}.guard: is destroyed`))).toHaveLength(1);
    }),
    { numRuns: 60 },
  );
});

it("there are no changes only where nothing is done at all", () => {
  const doing: fc.Arbitrary<Partial<ResourceChange> & { actions?: string[]; importing?: object }> =
    fc.constantFrom(
      { previous_address: "aws_lb.old" },
      { importing: { id: "x" } },
      { importing: {} },
      ...["create", "update", "delete", "forget", "read"].map((action) => ({ actions: [action] })),
      { actions: ["delete", "create"] },
      { actions: ["create", "forget"] },
    );
  fc.assert(
    fc.property(types, doing, (type, { actions: does = ["no-op"], importing, ...more }) => {
      const { change, ...rest } = standing(type);
      const one = { ...rest, ...more, change: { ...change, actions: does, ...(importing && { importing }) } };
      const review = reviewOf([one, standing("aws_vpc")]);
      expect(review.verdict).not.toBe("no changes");
      expect(comment(review, "sha256:0")).not.toContain("✅");
      expect(reviewOf([standing(type)]).verdict).toBe("no changes");
    }),
    { numRuns: 60 },
  );
});
