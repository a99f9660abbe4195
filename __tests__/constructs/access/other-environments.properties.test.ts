import fc from "fast-check";
import { TEAM_ROLES } from "../../../src/constructs/access/matrix";
import { evaluate } from "../../../src/iam/evaluate";
import { suffixes } from "../../support/arbitraries";
import { arnOf } from "../../support/arns";
import { ACCOUNT_ID, EPHEMERAL, PRODUCTION } from "../../support/environments";
import { policyOf } from "../../support/policies";
import { type Attributes, Synthesized, synthesized } from "../../support/synthesized";

jest.setTimeout(60_000); // on a busy machine

const PLACEHOLDER = "q9w8e7-zz";

/** An environment of any suffix, without synthesizing it: it is named by its suffix and nothing else. */
const environmentOf = (overrides: object, suffix: string) =>
  new Synthesized(synthesized({ ...overrides }, PLACEHOLDER).json.replaceAll(PLACEHOLDER, suffix));

const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:${ACCOUNT_ID}:${name}`;

/** ARNs of everything that an environment has a name for, and of what AWS names for it. */
function resourcesOf(environment: Synthesized, suffix: string): string[] {
  const of = (type: string, pick: (attributes: Attributes) => string) =>
    environment.resources(type).map(([, attributes]) => pick(attributes));
  const addressed = [
    "aws_appautoscaling_target",
    "aws_cloudwatch_event_rule",
    "aws_iam_role",
    "aws_kms_key",
    "aws_lb_listener",
    "aws_rds_cluster",
    "aws_rds_cluster_instance",
    "aws_s3_bucket",
    "aws_security_group",
    "aws_sns_topic",
  ].flatMap((type) => environment.addresses(type).map((address) => arnOf(environment, address)));
  const cluster = "aws_rds_cluster.database_cluster";
  const users = ["app", "readonly", "postgres"].map((user) =>
    arn("rds-db", `dbuser:${arnOf(environment, cluster, "cluster_resource_id")}/${user}`),
  );
  const groups = of("aws_cloudwatch_log_group", ({ name }) => arn("logs", `log-group:${name}`));
  const [name] = of("aws_ecs_cluster", (attributes) => attributes.name);
  return [
    ...addressed,
    ...users,
    arnOf(environment, cluster, "master_user_secret[0].secret_arn"),
    ...groups.flatMap((group) => [group, `${group}:*`, `${group}:log-stream:a`]),
    ...of("aws_cloudwatch_metric_alarm", ({ alarm_name }) => arn("cloudwatch", `alarm:${alarm_name}`)),
    arn("cloudwatch", `alarm:duplicate-payments/${suffix}`),
    ...of(
      "aws_cloudwatch_dashboard",
      (it) => `arn:aws:cloudwatch::${ACCOUNT_ID}:dashboard/${it.dashboard_name}`,
    ),
    ...of("aws_ecs_service", (service) => arn("ecs", `service/${name}/${service.name}`)),
    ...of("aws_ecs_task_definition", ({ family }) => arn("ecs", `task-definition/${family}:1`)),
    ...["cluster", "container-instance", "task"].map((type) => arn("ecs", `${type}/${name}`)),
    ...["container-instance", "task"].map((type) => arn("ecs", `${type}/${name}/0123456789abcdef`)),
    ...of("aws_ssm_parameter", (it) => arn("ssm", `parameter${it.name}`)),
    arn("ssm", `parameter/transaction-processing/${suffix}/split`),
    ...["release.lock", "transaction-processing.tfstate", "transaction-processing.tfstate.tflock"].map(
      (key) => `arn:aws:s3:::state-bucket/${suffix}/${key}`,
    ),
  ];
}

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
