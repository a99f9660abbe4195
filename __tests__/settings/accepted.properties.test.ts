import fc from "fast-check";
import { safeParse } from "valibot";
import { suffixSchema } from "../../src/settings/schema";
import { acceptedSettings } from "../support/arbitraries";
import { namesOf, unlistedNames } from "../support/aws-names";
import { ACCOUNT_ID, PRIVATE, PRODUCTION, PROTECTED, VARIANTS } from "../support/environments";
import { problemsOf } from "../support/problems";
import { suffixes } from "../support/suffixes";
import { configOf, jsonOf, type Overrides, stackOf } from "../support/synthesize";
import { Synthesized, synthesized } from "../support/synthesized";

const fresh = (overrides: Overrides, suffix: string) =>
  new Synthesized(jsonOf(stackOf(configOf(overrides, suffix))));
const refusedByAws = (environment: Synthesized) =>
  namesOf(environment)
    .filter(({ value, allowed }) => !allowed.test(value))
    .map(({ of, value }) => `${of} = ${value}`);

/** Names with the suffix taken out, as `prefix` and what follows the suffix, from every kind of environment. */
const PLACEHOLDER = "q9w8e7-zz";
const patterns = [PRIVATE, PROTECTED].flatMap((overrides) =>
  namesOf(synthesized(overrides, PLACEHOLDER), false).map(({ of, value }) =>
    // `release-controller-<suffix>` begins like the name of its role, which IAM has and not Lambda.
    of.startsWith("aws_lambda_function.") ? `Lambda ${value}` : value,
  ),
);
const withSuffix = (suffix: string) => patterns.map((name) => name.replace(PLACEHOLDER, suffix));

/** What stands between the type and the suffix in some name, or might be taken for that. */
const qualifiers = fc.constantFrom(
  "blue-",
  "green-",
  "role-",
  "alarms-",
  "migration-",
  "flow-",
  "a-",
  "group-",
  "x-",
);

/** What the policy demands of production: src/policy. Of previews: the account, where principals are named. */
const keptBy = ({
  database,
  logs,
}: typeof acceptedSettings extends fc.Arbitrary<infer Settings> ? Settings : never) => ({
  monitoring: PRODUCTION.monitoring,
  waf: { enabled: true },
  customerManagedKey: true,
  database: { ...database, backupRetentionDays: 7, monitoringIntervalSeconds: 60 },
  logs: { ...logs, auditRetentionDays: 365 },
});

/** The longest suffix that is accepted, whatever the project thinks that AWS's limits are. */
function longestAccepted(): string {
  const accepted = (suffix: string) => safeParse(suffixSchema, suffix).success;
  return (
    Array.from({ length: 63 }, (_, index) => `a${"b".repeat(index)}`)
      .filter(accepted)
      .at(-1) ?? ""
  );
}

describe("the list of names", () => {
  it.each(VARIANTS)("misses none: %s", (_label, overrides) => {
    expect(unlistedNames(synthesized(overrides))).toEqual([]);
  });

  it("is long", () => {
    expect(new Set(patterns).size).toBeGreaterThan(75);
  });
});

describe("every accepted environment", () => {
  it("synthesizes, guarded by the policy, its names within AWS's limits", () => {
    fc.assert(
      fc.property(acceptedSettings, fc.boolean(), suffixes, (settings, isProduction, suffix) => {
        const overrides = isProduction
          ? { ...PRODUCTION, ...settings, ...keptBy(settings) }
          : { ...settings, ...(settings.access?.principalArns && { accountId: ACCOUNT_ID }) };
        expect(problemsOf(overrides)).toEqual([]);
        const environment = fresh(overrides, suffix);
        expect(refusedByAws(environment)).toEqual([]);
        expect(environment.json).not.toMatch(/TfToken/);
      }),
      { numRuns: 8 },
    );
  });

  it.each(VARIANTS)(
    "has names within AWS's limits with the longest accepted suffix: %s",
    (_label, overrides) => {
      expect(refusedByAws(synthesized(overrides, longestAccepted()))).toEqual([]);
    },
  );

  it("is named by its suffix, and by nothing that depends on it otherwise", () => {
    expect(namesOf(synthesized(PRIVATE), false).map(({ value }) => value)).toEqual(
      namesOf(synthesized(PRIVATE, PLACEHOLDER), false).map(({ value }) => value.replace(PLACEHOLDER, "x1")),
    );
  });
});

describe("no two environments of one account", () => {
  it("share a name, whatever their suffixes", () => {
    fc.assert(
      fc.property(suffixes, fc.oneof(suffixes, qualifiers), (one, another) => {
        const other = another.endsWith("-") ? `${another}${one}` : another; // as if it named one's blue, say
        fc.pre(one !== other);
        const taken = new Set(withSuffix(one));
        expect(withSuffix(other).filter((name) => taken.has(name))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("can share one: no name begins like another, so no suffix can imitate a qualifier", () => {
    const prefixes = [...new Set(patterns.map((name) => name.slice(0, name.indexOf(PLACEHOLDER))))];
    const imitable = prefixes.flatMap((prefix) =>
      prefixes
        .filter((longer) => longer !== prefix && longer.startsWith(prefix))
        .map((longer) => `${prefix}<suffix> with the suffix ${longer.slice(prefix.length)}x is ${longer}x`),
    );
    expect(imitable).toEqual([]);
  });

  it("share one that lacks the suffix", () => {
    expect(patterns.filter((name) => name.split(PLACEHOLDER).length !== 2)).toEqual([]);
  });
});
