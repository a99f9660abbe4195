import { rows } from "../../src/resources";
import { ACCOUNT } from "../../src/resources/access";
import { environmentNames } from "../../src/sweep/names";
import { filledIn } from "../support/arns";
import { ACCOUNT_ID, VARIANTS } from "../support/environments";
import { synthesized } from "../support/synthesized";

const SUFFIX = "x1";
const names = environmentNames(SUFFIX, ACCOUNT_ID);

/** Types that are found by a name of their own. */
const NAMED = new Map(
  rows().flatMap(([type, { aws, named, left }]) =>
    named.by === "name" && "lists" in left ? [[type as string, aws] as const] : [],
  ),
);

const made = VARIANTS.flatMap(([, overrides]) => {
  const environment = synthesized(overrides, SUFFIX);
  return rows().flatMap(([type, { named }]) =>
    named.by !== "name"
      ? []
      : environment
          .resources(type)
          .map(([, attributes]) => ({ type, value: filledIn(environment, attributes[named.attribute]) })),
  );
});

/** What the sweep goes by: a parameter belongs to its path. */
const known = (type: string, value: string) =>
  type === "aws_ssm_parameter" ? value.split("/").slice(0, 3).join("/") : value;

it("every name that some environment has is known to the sweep: its row says it", () => {
  expect(made.length).toBeGreaterThan(300);
  expect(
    made.filter(({ type, value }) => !names[NAMED.get(type) ?? ""]?.includes(known(type, value))),
  ).toEqual([]);
});

it("the sweep knows no other names, but of zones that other environments use", () => {
  for (const [terraformType, type] of NAMED) {
    const some = new Set(
      made.filter((it) => it.type === terraformType).map(({ value }) => known(terraformType, value)),
    );
    const more = (names[type] ?? []).filter((name) => !some.has(name) && !name.includes("us-east-1"));
    expect([type, more.filter((name) => !name.startsWith("service/"))]).toEqual([type, []]);
  }
});

it("what has tags and is not found by a name is found by its tags, as its row says", () => {
  const tagged = VARIANTS.flatMap(([, overrides]) => {
    const environment = synthesized(overrides, SUFFIX);
    return environment.addresses().filter((address) => "tags" in environment.resource(address));
  }).map((address) => address.split(".")[0]);
  const byTags = rows().flatMap(([type, { named }]) =>
    named.by === "tags" && !(type in ACCOUNT) ? [type] : [],
  );
  expect([...new Set(tagged)].filter((type = "") => !NAMED.has(type)).sort()).toEqual(byTags.sort());
});
