import { RUNTIME } from "../../src/constructs/release-controller";
import { colorAlarmNames } from "../../src/naming/alarm-names";
import { ACCOUNT_ID, EPHEMERAL, PRODUCTION, VARIANTS } from "../support/environments";
import { statementsOf } from "../support/policies";
import { synthesized } from "../support/synthesized";

const ephemeral = synthesized(EPHEMERAL);
const production = synthesized(PRODUCTION);
const FUNCTION = "aws_lambda_function.release_controller_function";
const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:${ACCOUNT_ID}:${name}`;

describe("the function", () => {
  it.each([ephemeral, production])("is exactly this", (environment) => {
    expect(environment.resource(FUNCTION)).toEqual({
      function_name: "release-controller-x1",
      description: "Moves traffic between the colors of x1",
      role: "${aws_iam_role.release_controller_role_role.arn}",
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      memory_size: 256,
      timeout: 30,
      handler: "handler.handler",
      filename: "release-controller.zip",
      source_code_hash: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      depends_on: [
        "aws_iam_role_policy.release_controller_role_policy",
        "aws_cloudwatch_log_group.release_controller_log_group",
      ],
    });
  });

  it("logs into a group of the stack, kept as long as audit logs", () => {
    const group = "aws_cloudwatch_log_group.release_controller_log_group";
    expect(ephemeral.resource(group)).toEqual({
      name: "/aws/lambda/release-controller-x1",
      retention_in_days: 3,
    });
    expect(production.resource(group)).toEqual({
      name: "/aws/lambda/release-controller-x1",
      retention_in_days: 365,
      kms_key_id: "${aws_kms_key.encryption_key_key.arn}",
    });
  });

  it("may exactly this", () => {
    const allow = (Sid: string, Action: string[], Resource: string[], Condition?: object) => ({
      Sid,
      Effect: "Allow",
      Action,
      Resource,
      ...(Condition && { Condition }),
    });
    const object = (name: string) => `arn:aws:s3:::state-bucket/x1/${name}`;
    const { policy } = production.resource("aws_iam_role_policy.release_controller_role_policy");
    expect(statementsOf(policy)).toEqual([
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
        { StringEquals: { "aws:RequestedRegion": "us-east-1" } },
      ),
      allow(
        "MoveTraffic",
        ["elasticloadbalancing:ModifyListener"],
        ["${aws_lb_listener.traffic_listener.arn}"],
        {
          Null: {
            "elasticloadbalancing:ListenerProtocol": "true",
            "elasticloadbalancing:SecurityPolicy": "true",
          },
        },
      ),
      allow(
        "RecordWeights",
        ["ssm:GetParameter", "ssm:PutParameter"],
        [arn("ssm", "parameter/transaction-processing/x1/green-weight")],
      ),
      allow("KeepDocument", ["s3:GetObject", "s3:PutObject"], [object("release.json")]),
      allow("SetAside", ["s3:PutObject"], [object("release.unreadable.json")]),
      allow("HoldLock", ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], [object("release.lock")]),
      allow("FindObjects", ["s3:ListBucket"], ["arn:aws:s3:::state-bucket"], {
        StringEquals: { "s3:prefix": ["x1/release.lock", "x1/release.json"] },
      }),
      allow(
        "SeeColors",
        ["ecs:DescribeServiceDeployments", "ecs:DescribeServices", "ecs:ListServiceDeployments"],
        [arn("ecs", "service*/ecs-cluster-x1/*")],
      ),
      allow("ListColorTasks", ["ecs:ListTasks"], [arn("ecs", "container-instance/ecs-cluster-x1/*")]),
      allow("SeeColorTasks", ["ecs:DescribeTasks"], [arn("ecs", "task/ecs-cluster-x1/*")]),
      allow(
        "WriteLogs",
        ["logs:CreateLogStream", "logs:PutLogEvents"],
        [
          arn("logs", "log-group:log-group-release-x1:*"),
          arn("logs", "log-group:/aws/lambda/release-controller-x1:*"),
        ],
      ),
      allow("Notify", ["sns:Publish"], ["${aws_sns_topic.notifications_topic.arn}"]),
      allow(
        "EncryptNotices",
        ["kms:Decrypt", "kms:GenerateDataKey"],
        ["${aws_kms_key.encryption_key_key.arn}"],
        { StringEquals: { "kms:ViaService": "sns.us-east-1.amazonaws.com" } },
      ),
    ]);
  });

  it("runs on a runtime that AWS still takes for new functions, by the date that this project knows", () => {
    expect(RUNTIME).toEqual({ name: "nodejs22.x", noNewFunctionsFrom: "2027-06-01" });
  });
});

describe.each(["tick", "alarm"])("its %s rule", (what) => {
  const rule = `aws_cloudwatch_event_rule.release_controller_${what}_rule`;

  it("invokes it, and is the only one that may for its permission", () => {
    expect(production.resource(`aws_cloudwatch_event_target.release_controller_${what}_target`)).toEqual({
      rule: `\${${rule}.name}`,
      target_id: "release-controller",
      arn: `\${${FUNCTION}.arn}`,
      depends_on: [`aws_lambda_permission.release_controller_${what}_permission`],
    });
    expect(production.resource(`aws_lambda_permission.release_controller_${what}_permission`)).toEqual({
      statement_id: `${what}-rule`,
      action: "lambda:InvokeFunction",
      function_name: `\${${FUNCTION}.function_name}`,
      principal: "events.amazonaws.com",
      source_account: ACCOUNT_ID,
      source_arn: `\${${rule}.arn}`,
    });
  });
});

it("it is invoked every minute, and nobody can have switched that off", () => {
  expect(production.resource("aws_cloudwatch_event_rule.release_controller_tick_rule")).toEqual({
    name: "release-tick-rule-x1",
    description: "Invokes the release controller of x1 every minute",
    schedule_expression: "rate(1 minute)",
  });
});

it.each(VARIANTS)("it is invoked at once by each release alarm of %s", (_label, overrides) => {
  const environment = synthesized(overrides);
  const { event_pattern, name } = environment.resource(
    "aws_cloudwatch_event_rule.release_controller_alarm_rule",
  );
  const { resources, ...pattern } = JSON.parse(event_pattern);
  expect([name, pattern]).toEqual([
    "release-alarm-rule-x1",
    {
      source: ["aws.cloudwatch"],
      "detail-type": ["CloudWatch Alarm State Change"],
      detail: { state: { value: ["ALARM"] } },
    },
  ]);
  const named = (resources as string[]).map((it) =>
    it.replace(/^arn:aws:cloudwatch:us-east-1:.+:alarm:/, ""),
  );
  expect(named).toEqual([...colorAlarmNames("x1", "blue"), ...colorAlarmNames("x1", "green")]);
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
  expect(event_pattern.length).toBeLessThanOrEqual(2048);
});

describe("its alarms", () => {
  const common = {
    alarm_description: expect.stringMatching(
      /^The release controller .*\/aws\/lambda\/release-controller-x1/,
    ),
    namespace: "AWS/Lambda",
    dimensions: { FunctionName: `\${${FUNCTION}.function_name}` },
    statistic: "Sum",
    period: 60,
    alarm_actions: ["${aws_sns_topic.notifications_topic.arn}"],
    // Made after the first minutes' looks, and removed before the rule.
    depends_on: [
      "aws_cloudwatch_event_target.release_controller_tick_target",
      "aws_ecs_service.blue_service",
      "aws_ecs_service.green_service",
    ],
  };
  const of = (what: string) =>
    production.resource(`aws_cloudwatch_metric_alarm.release_controller_release_controller_${what}`);

  it("hear that it fails in three minutes of five", () => {
    expect(of("errors")).toEqual({
      ...common,
      alarm_name: "alarm-release-controller-errors-x1",
      metric_name: "Errors",
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
      evaluation_periods: 5,
      datapoints_to_alarm: 3,
      treat_missing_data: "notBreaching",
    });
  });

  it("hear that it was not invoked for five minutes, of which there is no data", () => {
    expect(of("silent")).toEqual({
      ...common,
      alarm_name: "alarm-release-controller-silent-x1",
      metric_name: "Invocations",
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      evaluation_periods: 5,
      datapoints_to_alarm: 5,
      treat_missing_data: "breaching",
    });
  });
});
