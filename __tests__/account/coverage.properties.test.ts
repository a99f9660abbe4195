import { boundary } from "../../src/account/permissions-boundary";
import { type Statement, statementOf } from "../../src/iam/statement";
import { readArn } from "../../src/naming/arn";
import { type Row, rows } from "../../src/resources";
import { arnsOf } from "../../src/resources/arn";
import { INVENTORIED } from "../../src/resources/inventoried";
import { grantsOf, PREVIEWS_ONLY, SCOPE, synthesizedAccount } from "../support/account";
import { ACCOUNT_ID, VARIANTS } from "../support/environments";
import { allStatements, reaches } from "../support/policies";
import { type Attributes, type Synthesized, synthesized } from "../support/synthesized";

const account = synthesizedAccount({ environments: { x1: { hostedZoneIds: [], secretArns: [] } } });
const others = synthesizedAccount({ environments: { x2: { hostedZoneIds: [], secretArns: [] } } });
const previews = synthesizedAccount(PREVIEWS_ONLY);
const list = (value: string | string[]) => [value].flat();

/** Rows whose types the deploy role makes, by type. */
const GRANTED = rows().filter(([, { actions }]) => actions.granted !== "to nobody");

/** Actions that AWS asks about something else than what they make, read or remove. */
const ON_SOMETHING_ELSE = new Set([
  "iam:CreateServiceLinkedRole",
  "rds:DescribeGlobalClusters",
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
]);

/** Actions of a row that AWS asks about the resource itself. */
const onItself = ({ arns }: Row, actions: readonly string[]) =>
  actions.filter(
    (action) => readArn(arns[0] ?? "")?.service === action.split(":")[0] && !ON_SOMETHING_ELSE.has(action),
  );

/** Statements as they are read, for thousands of questions. */
const asked = (grants: readonly Attributes[]) => grants.map(statementOf);

const allows = (statements: readonly Statement[], action: string, resource: string) =>
  statements.some((each) => reaches(each, action, resource));

const BOUNDARY = boundary(SCOPE) as unknown as readonly Attributes[];

const statementsOfRoles = (environment: Synthesized) =>
  allStatements(environment).filter(({ address }) => address.startsWith("aws_iam_role_policy."));

it("the permissions boundary allows nothing that no role has", () => {
  const used = new Set(
    VARIANTS.flatMap(([, overrides]) =>
      statementsOfRoles(synthesized(overrides)).flatMap(({ statement }) => list(statement.Action)),
    ),
  );
  const allowed = new Set(BOUNDARY.flatMap(({ Action }) => Action));
  // What is left over: a role of src/constructs/ has to be given it, or the "use" of a row is too much.
  expect([...allowed].filter((action) => !used.has(action))).toEqual([]);
});

describe.each(VARIANTS)("of %s", (_label, overrides) => {
  const environment = synthesized(overrides);
  const made = GRANTED.flatMap(([type, row]) =>
    environment.resources(type).flatMap(([, attributes]) => {
      const { named, actions } = row;
      if (named.by !== "name") return [];
      const name = attributes[named.attribute].replace(/\$\{data\.aws_caller_identity[^}]*\}/, ACCOUNT_ID);
      const arn = arnsOf(row, ACCOUNT_ID, name)[0]?.replace("service/*", "service/ecs-cluster-x1") ?? "";
      return onItself(row, [...actions.make, ...actions.remove]).map(
        (action) => [action, arn.replaceAll("*", "1")] as const,
      );
    }),
  );

  it("the deploy role may make and remove everything by its name", () => {
    const statements = asked(grantsOf(account, "github_deploy_role_x1"));
    expect(made.length).toBeGreaterThan(100);
    // What is left over: src/account/permissions/ has to allow it, or the row says that it is granted "by name".
    expect(made.filter(([action, resource]) => !allows(statements, action, resource))).toEqual([]);
  });

  it("the deploy role of another environment, and of previews, may make none of it", () => {
    for (const grants of [
      grantsOf(others, "github_deploy_role_x2"),
      grantsOf(previews, "github_preview_role_pr"),
    ]) {
      expect(grants.length).toBeGreaterThan(30);
      const narrow = asked(
        grants.filter(({ Resource }) => Resource !== "*" && !list(Resource).includes("*")),
      );
      expect(made.filter(([action, resource]) => allows(narrow, action, resource))).toEqual([]);
    }
  });

  it("every role may do within the permissions boundary what its own policy says", () => {
    const bounded = asked(BOUNDARY);
    const outside = statementsOfRoles(environment).flatMap(({ address, statement }) =>
      list(statement.Action).flatMap((action) =>
        list(statement.Resource)
          // Another resource's ARN is not known here: then the action alone counts.
          .map((resource) => resource.replace(/\$\{data\.aws_caller_identity[^}]*\}/, ACCOUNT_ID))
          .filter((resource) => !allows(bounded, action, resource))
          .map((resource) => `${address}: ${action} on ${resource}`),
      ),
    );
    expect(outside).toEqual([]);
  });
});

const withZone = synthesizedAccount({
  environments: { x1: { hostedZoneIds: ["Z0123456789ABCDEFGHIJ"], secretArns: [] } },
});
const actionsOf = (role: string) =>
  new Set(grantsOf(withZone, `github_${role}_role_x1`).flatMap(({ Action }) => list(Action)));
const ALLOWED = { deploy: actionsOf("deploy"), plan: actionsOf("plan") };
const BOUNDED = new Set(BOUNDARY.flatMap(({ Action }) => Action));

describe.each(GRANTED)("the actions in the row of %s", (_type, { actions }) => {
  const missing = (role: "deploy" | "plan", wanted: readonly string[]) =>
    wanted.filter((action) => !ALLOWED[role].has(action));

  // What is left over: write a statement in src/account/permissions/ that allows it, or grant the type "by name" in its row.
  it("are the deploy role's", () => {
    const { read, make, remove } = actions;
    expect(missing("deploy", [...read, ...make, ...remove])).toEqual([]);
  });

  it("that read are the plan role's", () => {
    expect(missing("plan", actions.read)).toEqual([]);
  });

  it("that its roles use are within the permissions boundary", () => {
    expect(actions.use.filter((action) => !BOUNDED.has(action))).toEqual([]);
  });
});

it("a type of the environment says by which actions it is read, made and removed", () => {
  const without = (what: "make" | "read" | "remove") =>
    GRANTED.filter(([, { actions }]) => actions[what].length === 0).map(([type]) => type);
  expect(without("read")).toEqual([]);
  expect(without("make")).toEqual(["aws_acm_certificate_validation"]); // it only waits
  expect(without("remove")).toEqual([
    "aws_default_security_group", // with its VPC
    "aws_acm_certificate_validation",
  ]);
});

it("what the deploy role may do is for some row, for the sweep, or for one of these reasons", () => {
  const ofRows = GRANTED.flatMap(([, { actions }]) => [...actions.read, ...actions.make, ...actions.remove]);
  const known = new Set<string>([...ofRows, ...INVENTORIED.flatMap(({ left }) => left.lists)]);
  const actions = grantsOf(account, "github_deploy_role_x1").flatMap(({ Action }) => list(Action));
  // What is left over belongs into the "actions" of a row in src/resources/.
  expect([...new Set(actions)].filter((action) => !known.has(action)).sort()).toEqual([
    "ecs:DescribeServiceDeployments", // what became of a deployment, and why it failed
    "ecs:DescribeTasks",
    "ecs:ListServiceDeployments",
    "ecs:ListTasks",
    "s3:GetObject", // the state
    "s3:PutObject",
    "tag:GetResources", // the sweep
  ]);
});

it("what the permissions boundary allows is for some row, or for one of these reasons", () => {
  const used = new Set<string>(GRANTED.flatMap(([, { actions }]) => actions.use));
  // What is left over belongs into the "use" of a row in src/resources/.
  expect([...BOUNDED].filter((action) => !used.has(action)).sort()).toEqual([
    "cloudwatch:GetMetricData", // AWS's own metrics
    "cloudwatch:GetMetricStatistics",
    "cloudwatch:ListMetrics",
    "ecr:BatchCheckLayerAvailability", // the team's images
    "ecr:BatchGetImage",
    "ecr:GetAuthorizationToken",
    "ecr:GetDownloadUrlForLayer",
    "logs:CreateLogGroup", // the account's one, for enhanced monitoring
    "logs:PutRetentionPolicy",
    "s3:DeleteObject", // the lock
    "s3:GetObject",
    "s3:ListBucket",
    "s3:PutObject",
    "ssm:GetParameters", // application.secrets
  ]);
});

it("what rows grant by name is this, and nothing that a type needs is missing", () => {
  const byName = GRANTED.filter(([, { actions }]) => actions.granted === "by name").map(
    ([
      type,
      {
        actions: { read, make, remove, use },
      },
    ]) => [type, [read, make, remove, use].join(" ")],
  );
  expect(Object.fromEntries(byName)).toEqual({
    aws_cloudwatch_dashboard:
      "cloudwatch:GetDashboard cloudwatch:PutDashboard cloudwatch:DeleteDashboards cloudwatch:GetDashboard",
    aws_cloudwatch_event_rule:
      "events:DescribeRule,events:ListTagsForResource events:PutRule,events:TagResource events:DeleteRule ",
    aws_cloudwatch_event_target: "events:ListTargetsByRule events:PutTargets events:RemoveTargets ",
    aws_lambda_function:
      "lambda:GetFunction,lambda:GetFunctionCodeSigningConfig,lambda:ListTags,lambda:ListVersionsByFunction lambda:CreateFunction,lambda:GetFunctionConfiguration,lambda:InvokeFunction,lambda:TagResource,lambda:UpdateFunctionCode,lambda:UpdateFunctionConfiguration lambda:DeleteFunction lambda:InvokeFunction",
    aws_lambda_permission: "lambda:GetPolicy lambda:AddPermission lambda:RemovePermission ",
    aws_sns_topic:
      "sns:GetTopicAttributes,sns:ListSubscriptionsByTopic,sns:ListTagsForResource sns:CreateTopic,sns:SetTopicAttributes,sns:TagResource sns:DeleteTopic sns:Publish",
    aws_sns_topic_policy: "sns:GetTopicAttributes sns:SetTopicAttributes sns:SetTopicAttributes ",
    aws_sns_topic_subscription: "sns:GetSubscriptionAttributes sns:Subscribe sns:Unsubscribe ",
  });
});
