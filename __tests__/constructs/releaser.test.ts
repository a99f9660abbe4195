import { ACCOUNT_ID, CUSTOM, EPHEMERAL, PRODUCTION } from "../support/environments";
import { statementsOf } from "../support/policies";
import { synthesized } from "../support/synthesized";

const ephemeral = synthesized(EPHEMERAL);
const production = synthesized(PRODUCTION);
const ACCOUNT = "${data.aws_caller_identity.caller_identity.account_id}";
const trust = (environment: typeof ephemeral) =>
  statementsOf(environment.resource("aws_iam_role.releaser_role").assume_role_policy);

describe("the release role", () => {
  it("is assumed by whoever of the account signed in with MFA, unless somebody is named", () => {
    expect(trust(ephemeral)).toEqual([
      {
        Sid: "AssumeToRelease",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: "sts:AssumeRole",
        Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
      },
    ]);
  });

  it("is assumed by exactly those who are named", () => {
    expect(trust(synthesized(CUSTOM))).toEqual([
      {
        Sid: "AssumeToRelease",
        Effect: "Allow",
        Principal: { AWS: CUSTOM.access.releaserPrincipalArns },
        Action: "sts:AssumeRole",
      },
    ]);
  });

  it("lasts an hour", () => {
    expect(ephemeral.resource("aws_iam_role.releaser_role")).toMatchObject({
      name: "releaser-role-x1",
      max_session_duration: 3600,
    });
  });

  it("may exactly this, and nothing that another environment has but to see", () => {
    const parameters = `arn:aws:ssm:us-east-1:${ACCOUNT_ID}:parameter/transaction-processing/x1/split`;
    const history = "${aws_cloudwatch_log_group.releaser_log_group.arn}";
    const allow = (Sid: string, Action: unknown, Resource: unknown, Condition?: object) => ({
      Sid,
      Effect: "Allow",
      Action,
      Resource,
      ...(Condition && { Condition }),
    });
    expect(statementsOf(production.resource("aws_iam_role_policy.releaser_policy").policy)).toEqual([
      allow("MoveTraffic", "elasticloadbalancing:ModifyListener", "${aws_lb_listener.traffic_listener.arn}", {
        Null: {
          "elasticloadbalancing:ListenerProtocol": "true",
          "elasticloadbalancing:SecurityPolicy": "true",
        },
      }),
      allow(
        "SeeTraffic",
        [
          "elasticloadbalancing:DescribeListeners",
          "elasticloadbalancing:DescribeLoadBalancers",
          "elasticloadbalancing:DescribeTargetHealth",
        ],
        "*",
      ),
      allow("RecordSplit", ["ssm:AddTagsToResource", "ssm:PutParameter"], `${parameters}/*`),
      allow("ReadSplit", "ssm:GetParametersByPath", [parameters, `${parameters}/*`]),
      allow(
        "HoldLock",
        ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
        "arn:aws:s3:::state-bucket/x1/release.lock",
      ),
      allow("FindLock", "s3:ListBucket", "arn:aws:s3:::state-bucket", {
        StringEquals: { "s3:prefix": "x1/release.lock" },
      }),
      allow(
        "SeeTasks",
        "ecs:DescribeServices",
        ["blue", "green"].map(
          (colour) => `arn:aws:ecs:us-east-1:${ACCOUNT_ID}:service/ecs-cluster-x1/ecs-service-${colour}-x1`,
        ),
      ),
      allow("SeeImages", "ecs:DescribeTaskDefinition", "*"),
      allow(
        "SeeGuards",
        "cloudwatch:DescribeAlarms",
        `arn:aws:cloudwatch:us-east-1:${ACCOUNT_ID}:alarm:*-x1`,
      ),
      allow(
        "AddToHistory",
        ["logs:CreateLogStream", "logs:FilterLogEvents", "logs:PutLogEvents"],
        [history, `${history}:*`],
      ),
    ]);
  });
});

describe("the release history", () => {
  it("is a log group of its own, kept as long as audit logs", () => {
    expect(ephemeral.resource("aws_cloudwatch_log_group.releaser_log_group")).toEqual({
      name: "log-group-release-x1",
      retention_in_days: 3,
    });
    expect(production.resource("aws_cloudwatch_log_group.releaser_log_group")).toEqual({
      name: "log-group-release-x1",
      retention_in_days: 365,
      kms_key_id: "${aws_kms_key.encryption_key_key.arn}",
    });
  });
});
