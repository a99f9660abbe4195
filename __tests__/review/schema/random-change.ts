import fc from "fast-check";
import type { Attributes, Json } from "../../../src/review/terraform-plan";
import type { Attribute, Block, Type } from "./provider-schema";

/** A value before and after a change, and its entry in the plan's `after_unknown`. */
export interface Pair {
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly unknown: Json;
}

/** A number that JavaScript cannot represent exactly. {@link exactly} writes it as a number. */
const bigNumber = fc.constantFrom("#9007199254740992#", "#9007199254740993#", "#9007199254740994#");

/** The JSON of a plan, in which the big numbers are numbers. */
export const exactly = (plan: string): string => plan.replace(/\\?"#(\d+)#\\?"/g, "$1");

const texts = fc.oneof(
  fc.constantFrom(
    "",
    "a",
    "b",
    "1",
    "true",
    "(known after apply)",
    "(a block)",
    "a\u202eb",
    "\ud800",
    "[",
    "{}",
  ),
  fc.string({ maxLength: 6 }),
  fc.json({ maxDepth: 2 }),
);

function valuesOf(type: Type): fc.Arbitrary<Json> {
  if (type === "string") return texts;
  if (type === "number") return fc.oneof(fc.constantFrom<Json>(0, 1, 80, 0.5), bigNumber);
  if (type === "bool") return fc.boolean();
  const [kind, of] = type;
  if (kind === "object") {
    return fc.record(Object.fromEntries(Object.entries(of).map(([name, it]) => [name, orNull(it)])));
  }
  return kind === "map"
    ? fc.dictionary(fc.constantFrom("a", "a.b", "name", "", "\ud800"), valuesOf(of), { maxKeys: 3 })
    : fc.array(valuesOf(of), { maxLength: 3 });
}

const orNull = (type: Type) =>
  fc.oneof({ arbitrary: fc.constant<Json>(null), weight: 1 }, { arbitrary: valuesOf(type), weight: 3 });

function attributePairs({ type, computed }: Attribute): fc.Arbitrary<Pair> {
  const value = orNull(type);
  return fc.oneof(
    value.map((it) => ({ before: it, after: it, unknown: false })),
    fc.tuple(value, value).map(([before, after]) => ({ before, after, unknown: false })),
    ...(computed ? [value.map((before) => ({ before, after: undefined, unknown: true }))] : []),
  );
}

/** A list of blocks, some of which exist only before or only after the change. */
const blockPairs = (block: Block): fc.Arbitrary<Pair> =>
  fc
    .array(fc.tuple(bodyPairs(block), fc.constantFrom("stays", "stays", "goes", "comes")), { maxLength: 2 })
    .map((items) => {
      const after = items.filter(([, when]) => when !== "goes");
      return {
        before: items.filter(([, when]) => when !== "comes").map(([{ before }]) => before ?? null),
        after: after.map(([it]) => it.after ?? null),
        unknown: after.map(([{ unknown }]) => unknown),
      };
    });

const someOf = (names: string[], most: number) =>
  fc.subarray(names, { maxLength: Math.min(most, names.length) });

/** Some attributes and blocks of a resource or a block, each of which may change. */
export const bodyPairs = ({ attributes, blocks }: Block): fc.Arbitrary<Pair> =>
  fc
    .tuple(someOf(Object.keys(attributes), 4), someOf(Object.keys(blocks), 2))
    .chain(([some, inside]) =>
      fc.record<Record<string, Pair>>({
        ...Object.fromEntries(some.map((name) => [name, attributePairs(attributes[name] as Attribute)])),
        ...Object.fromEntries(inside.map((name) => [name, blockPairs(blocks[name] as Block)])),
      }),
    )
    .map((pairs) => {
      const side = (of: "before" | "after" | "unknown"): Attributes =>
        Object.fromEntries(
          Object.entries(pairs).flatMap(([name, pair]) => {
            const value = pair[of];
            return value === undefined || (of === "unknown" && value === false) ? [] : [[name, value]];
          }),
        );
      return { before: side("before"), after: side("after"), unknown: side("unknown") };
    });
