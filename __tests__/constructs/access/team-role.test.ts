import { boundary } from "../../../src/account/permissions-boundary";
import { TEAM_ROLES } from "../../../src/naming/team-roles";
import { SCOPE } from "../../support/account";
import { filledIn } from "../../support/arns";
import { ACCOUNT_ID, CUSTOM, EPHEMERAL, PRODUCTION, VARIANTS } from "../../support/environments";
import { statementsOf } from "../../support/policies";
import { type Attributes, synthesized } from "../../support/synthesized";

const ephemeral = synthesized(EPHEMERAL);
const production = synthesized(PRODUCTION);
const CALLER = "${data.aws_caller_identity.caller_identity.account_id}";
const snake = (role: string) => role.replace("-", "_");
const trust = (role: string, environment = ephemeral) =>
  statementsOf(environment.resource(`aws_iam_role.${snake(role)}_role`).assume_role_policy);
const policy = (role: string, environment = production): string =>
  environment.resource(`aws_iam_role_policy.${snake(role)}_policy`).policy;

const HERE = { StringEquals: { "aws:RequestedRegion": "us-east-1" } };
const MFA = { Bool: { "aws:MultiFactorAuthPresent": "true" } };

describe.each(TEAM_ROLES)("the role of the %s", (role) => {
  it("is named by role and suffix, and lasts an hour", () => {
    expect(production.resource(`aws_iam_role.${snake(role)}_role`)).toMatchObject({
      name: `${role}-role-x1`,
      max_session_duration: 3600,
    });
    expect(production.resource(`aws_iam_role_policy.${snake(role)}_policy`).name).toBe(
      `inline-policy-${role}-role-x1`,
    );
  });

  it("is taken by whoever of the account signed in with MFA, unless somebody is named", () => {
    const statement = (account: string) => ({
      Sid: "AssumeByPeople",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "sts:AssumeRole",
      Condition: role === "break-glass" ? { ...MFA, ...HERE } : MFA,
    });
    expect(trust(role, ephemeral)).toEqual([statement(CALLER)]);
    expect(trust(role, production)).toEqual([statement(ACCOUNT_ID)]);
  });

  it("sees on * what its permissions boundary lets it see on *", () => {
    const onEverything = (statements: readonly Attributes[]): string[] =>
      statements
        .filter(({ Resource }) => [Resource].flat().includes("*"))
        .flatMap(({ Action }) => [Action].flat());
    const bounds = boundary(SCOPE);
    expect(onEverything(statementsOf(policy(role)))).not.toEqual([]);
    expect(onEverything(bounds)).toEqual(expect.arrayContaining(onEverything(statementsOf(policy(role)))));
  });

  it("has statements of its own names, and * only with this region", () => {
    const statements = statementsOf(policy(role));
    const sids = statements.map(({ Sid }) => Sid);
    expect(new Set(sids).size).toBe(sids.length);
    for (const { Resource, Condition } of statements.filter((each) => each.Resource.includes("*"))) {
      expect([Resource, Condition]).toEqual([["*"], HERE]);
    }
  });

  it.each(VARIANTS)(
    "fits the 10,240 characters that IAM takes, with the longest suffix: %s",
    (_, overrides) => {
      const environment = synthesized(overrides, "a234567890123");
      const length = filledIn(environment, policy(role, environment)).replace(/\s/g, "").length;
      expect(length).toBeGreaterThan(1000);
      expect(length).toBeLessThanOrEqual(10_240);
    },
  );

  it("is an output", () => {
    expect(production.output(`${snake(role)}_role_arn`).value).toBe(
      `\${aws_iam_role.${snake(role)}_role.arn}`,
    );
  });
});

describe("named principals", () => {
  const custom = synthesized(CUSTOM);
  const statement = (arns: readonly string[], Condition?: object) => ({
    Sid: "AssumeByPeople",
    Effect: "Allow",
    Principal: { AWS: arns },
    Action: "sts:AssumeRole",
    ...(Condition && { Condition }),
  });

  it("take exactly the role that they are named for", () => {
    const { observer, releaser } = CUSTOM.access.principalArns;
    expect(trust("observer", custom)).toEqual([statement(observer)]);
    expect(trust("releaser", custom)).toEqual([statement(releaser)]);
  });

  it("leave the other roles to the account", () => {
    expect(trust("developer", custom)).toEqual(trust("developer", production));
    expect(trust("operator", custom)).toEqual(trust("operator", production));
  });

  it("take break-glass in the one region that is listened to", () => {
    expect(trust("break-glass", custom)).toEqual([statement(CUSTOM.access.principalArns.breakGlass, HERE)]);
  });
});

describe("the releaser", () => {
  it("may exactly this, as npm run release calls it", () => {
    const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:${ACCOUNT_ID}:${name}`;
    const history = arn("logs", "log-group:log-group-release-x1");
    const allow = (Sid: string, Action: string[], Resource: string[], Condition?: object) => ({
      Sid,
      Effect: "Allow",
      Action,
      Resource,
      ...(Condition && { Condition }),
    });
    expect(statementsOf(policy("releaser"))).toEqual([
      allow(
        "See",
        [
          "elasticloadbalancing:DescribeListeners",
          "elasticloadbalancing:DescribeLoadBalancers",
          "elasticloadbalancing:DescribeTargetGroups",
          "elasticloadbalancing:DescribeTargetHealth",
          "ecs:DescribeTaskDefinition",
          "cloudwatch:DescribeAlarms",
          "cloudwatch:GetMetricData",
        ],
        ["*"],
        HERE,
      ),
      allow("AskController", ["lambda:InvokeFunction"], [arn("lambda", "function:release-controller-x1")]),
      allow("SeeDocument", ["s3:GetObject"], ["arn:aws:s3:::state-bucket/x1/release.json"]),
      allow(
        "SeeRecordedWeights",
        ["ssm:GetParameter"],
        [arn("ssm", "parameter/transaction-processing/x1/green-weight")],
      ),
      allow("SeeLock", ["s3:GetObject"], ["arn:aws:s3:::state-bucket/x1/release.lock"]),
      allow("FindLock", ["s3:ListBucket"], ["arn:aws:s3:::state-bucket"], {
        StringEquals: { "s3:prefix": ["x1/release.lock", "x1/release.json"] },
      }),
      allow(
        "SeeColors",
        ["ecs:DescribeServiceDeployments", "ecs:DescribeServices", "ecs:ListServiceDeployments"],
        [arn("ecs", "service*/ecs-cluster-x1/*")],
      ),
      allow("ListColorTasks", ["ecs:ListTasks"], [arn("ecs", "container-instance/ecs-cluster-x1/*")]),
      allow("SeeColorTasks", ["ecs:DescribeTasks"], [arn("ecs", "task/ecs-cluster-x1/*")]),
      allow("SeeHistory", ["logs:FilterLogEvents"], [history, `${history}:*`]),
    ]);
  });
});

it("what the roles may look into is what there is: every alarm's history and every log group", () => {
  const seen = (sid: string): string[] =>
    statementsOf(policy("observer")).find(({ Sid }) => Sid === sid)?.Resource ?? [];
  const alarms = production
    .resources("aws_cloudwatch_metric_alarm")
    .map(([, { alarm_name }]) => `arn:aws:cloudwatch:us-east-1:${ACCOUNT_ID}:alarm:${alarm_name}`);
  const groups = production
    .resources("aws_cloudwatch_log_group")
    .map(([, { name }]) => `arn:aws:logs:us-east-1:${ACCOUNT_ID}:log-group:${name}:*`);
  expect([...seen("SeeAlarmHistory")].filter((arn) => !arn.endsWith("*/x1")).sort()).toEqual(alarms.sort());
  expect([...seen("ReadLogs")].sort()).toEqual(groups.sort());
});
