import fc from "fast-check";
import { evaluate } from "../../../src/iam/evaluate";
import { TEAM_ROLES } from "../../../src/naming/team-roles";
import { arnOf } from "../../support/arns";
import { EPHEMERAL, PRODUCTION } from "../../support/environments";
import { policyOf } from "../../support/policies";
import { alarmsOf, namedResourcesOf, untaggedAlarms } from "../../support/resources-of";
import { suffixes } from "../../support/suffixes";
import { Synthesized, synthesized } from "../../support/synthesized";

const PLACEHOLDER = "q9w8e7-zz";

/** An environment of any suffix, without synthesizing it: it is named by its suffix and nothing else. */
const environmentOf = (overrides: object, suffix: string) =>
  new Synthesized(synthesized({ ...overrides }, PLACEHOLDER).json.replaceAll(PLACEHOLDER, suffix));

/** ARNs of everything that an environment has, by name or by id. */
const resourcesOf = (environment: Synthesized, suffix: string): string[] => [
  ...namedResourcesOf(environment, suffix),
  ...alarmsOf(environment),
  ...untaggedAlarms(suffix),
  ...["aws_appautoscaling_target", "aws_kms_key", "aws_security_group"].flatMap((type) =>
    environment.addresses(type).map((address) => arnOf(environment, address)),
  ),
  arnOf(environment, "aws_rds_cluster.database_cluster", "master_user_secret[0].secret_arn"),
];

/** A context in which every condition is met that could be met upon another environment. */
const generous = (suffix: string) => ({
  "aws:RequestedRegion": "us-east-1",
  "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
  "s3:prefix": `${suffix}/release.lock`,
});

/** Suffixes that look like another. */
const alike = (suffix: string) =>
  fc.constantFrom(
    `pr-${suffix}`,
    `${suffix}-2`,
    `${suffix}2`,
    `a${suffix}`,
    `blue-${suffix}`,
    `${suffix}-blue`,
    suffix.slice(0, -1),
    suffix.slice(1),
  );
const pairs = suffixes
  .chain((one) => fc.tuple(fc.constant(one), fc.oneof(suffixes, alike(one))))
  .filter(([one, other]) => one !== other && /^[a-z][a-z0-9-]*$/.test(other));

/** What a role of one environment may do by name upon resources of another, or of itself. */
function touched(overrides: object, one: string, other: string): string[] {
  const environment = environmentOf(overrides, one);
  const resources = [...resourcesOf(environmentOf(overrides, other), other), "arn:aws:s3:::state-bucket"];
  return TEAM_ROLES.flatMap((role) => {
    const named = policyOf(environment, role).filter(({ resources }) => !resources?.of.includes("*"));
    const actions = new Set(named.flatMap(({ actions }) => actions.of));
    return [...actions].flatMap((action) => {
      const about = named.filter(({ actions }) => actions.of.includes(action)); // the others would only take time
      return resources
        .filter((resource) => evaluate(about, { action, resource, context: generous(other) }) !== "denied")
        .map((resource) => `${role}: ${action} ${resource}`);
    });
  });
}

describe.each([
  ["ephemeral", EPHEMERAL],
  ["production", PRODUCTION],
])("the roles of an environment in %s", (_profile, overrides) => {
  it("touch nothing that has a name of another, whatever the suffixes", () => {
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        expect(touched(overrides, one, other)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it("touch much of their own", () => {
    expect(touched(overrides, "dev", "dev").length).toBeGreaterThan(100);
  });
});
