import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { colorAlarmNames } from "../naming/alarm-names";
import { COLORS } from "../naming/color";
import { controllerSettings } from "../naming/controller-settings";
import { controllerLogGroup, resourceName } from "../naming/names";
import { REGION } from "../naming/region";
import {
  CloudwatchEventRule,
  CloudwatchEventTarget,
  CloudwatchLogGroup,
  LambdaFunction,
  LambdaPermission,
} from "../resources/classes";
import { CONTROLLER_GRANTS } from "./access/controller-grants";
import { statementsOf } from "./access/statements";
import type { TeamEnvironment } from "./access/targets";
import { alarm, reference } from "./alarm";
import { controllerPackage } from "./controller-package";
import { ServiceRole } from "./iam";

/**
 * The Lambda runtime of the function. AWS deprecates this runtime on 2027-04-30, refuses new functions with it from 2027-06-01 on, and
 * refuses updates of such functions from 2027-07-01 on (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html). The AWS
 * provider 5.100.0 accepts no later Node.js runtime.
 */
export const RUNTIME = { name: "nodejs22.x", noNewFunctionsFrom: "2027-06-01" } as const;

export interface ReleaseControllerProps {
  /** The resources of the environment that the controller reads and changes. */
  readonly environment: TeamEnvironment;
  readonly logRetentionDays: number;
}

/**
 * The release controller: a Lambda function that moves traffic. Every minute it compares the wanted weights with the live weights, and does
 * the next step of the release.
 *
 * The function has no queue for failed invocations, because the invocation in the next minute repeats the work. It has no reserved
 * concurrency, because nothing breaks if several invocations run at once.
 */
export class ReleaseController extends Construct {
  public constructor(scope: Construct, id: string, props: ReleaseControllerProps) {
    super(scope, id);
    const { environment, logRetentionDays } = props;
    const { suffix, accountId, kmsKeyArn } = environment;
    const logGroup = new CloudwatchLogGroup(this, "log-group", {
      name: controllerLogGroup(suffix),
      retentionInDays: logRetentionDays,
      ...(kmsKeyArn && { kmsKeyId: kmsKeyArn }),
    });
    const role = new ServiceRole(this, "role", {
      suffix,
      accountId,
      type: "release-controller-role",
      description: "Moves traffic between the colors",
      // ServiceRole limits the service to this account by aws:SourceAccount. An example of AWS uses the same condition for Lambda:
      // https://github.com/aws/agent-toolkit-for-aws/blob/main/skills/specialized-skills/serverless-skills/deploying-custom-domain-rest-api/scripts/lambda-trust-policy.json
      service: "lambda.amazonaws.com",
      statements: statementsOf(CONTROLLER_GRANTS, environment),
    });
    const lambda = new LambdaFunction(this, "function", {
      functionName: resourceName(suffix, "release-controller"),
      description: `Moves traffic between the colors of ${suffix}`,
      role: role.arn,
      runtime: RUNTIME.name,
      architectures: ["arm64"],
      memorySize: 256, // MB
      timeout: 30, // seconds
      handler: "handler.handler",
      ...controllerPackage(this, controllerSettings(environment)),
      dependsOn: [...role.policies, logGroup],
    });
    const invokes = (id: string, rule: CloudwatchEventRule) => {
      const permission = new LambdaPermission(this, `${id}-permission`, {
        statementId: `${id}-rule`,
        action: "lambda:InvokeFunction",
        functionName: lambda.functionName,
        principal: "events.amazonaws.com",
        // Both conditions are in EventBridge's documentation:
        // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
        sourceAccount: accountId,
        sourceArn: rule.arn,
      });
      return new CloudwatchEventTarget(this, `${id}-target`, {
        rule: rule.name,
        targetId: "release-controller",
        arn: lambda.arn,
        dependsOn: [permission],
      });
    };
    const ticks = invokes(
      "tick",
      new CloudwatchEventRule(this, "tick-rule", {
        name: resourceName(suffix, "release-tick-rule"),
        description: `Invokes the release controller of ${suffix} every minute`,
        scheduleExpression: "rate(1 minute)",
      }),
    );
    // When a release alarm of a color goes to ALARM, EventBridge invokes the controller immediately. Additional alarms (the setting
    // `release.alarms`) do not invoke the controller. The controller reads them every minute instead.
    invokes(
      "alarm",
      new CloudwatchEventRule(this, "alarm-rule", {
        name: resourceName(suffix, "release-alarm-rule"),
        description: `Invokes the release controller of ${suffix} when a release alarm goes to ALARM`,
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
        eventPattern: JSON.stringify({
          source: ["aws.cloudwatch"],
          "detail-type": ["CloudWatch Alarm State Change"],
          resources: COLORS.flatMap((color) => colorAlarmNames(suffix, color)).map(
            (name) => `arn:aws:cloudwatch:${REGION}:${accountId}:alarm:${name}`,
          ),
          detail: { state: { value: ["ALARM"] } },
        }),
      }),
    );
    this.watch(lambda, environment, [ticks]);
  }

  /**
   * Adds the alarms on the controller itself. Terraform creates these alarms after the ECS services, and destroys them before other
   * resources. The creation of the services takes minutes, so EventBridge has invoked the controller before the alarms exist. So neither a
   * first deployment nor a destroy makes the alarm on missing invocations go to ALARM. Metrics:
   * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
   */
  private watch(
    lambda: LambdaFunction,
    { suffix, topic, services }: TeamEnvironment,
    after: readonly ITerraformDependable[],
  ): void {
    const of = {
      suffix,
      topic,
      namespace: "AWS/Lambda",
      dimensions: { FunctionName: reference(lambda, "function_name") },
      statistic: "Sum",
      dependsOn: [...after, ...COLORS.map((color) => services[color].service)],
    };
    const logs = `log group ${controllerLogGroup(suffix)}`;
    alarm(this, "release-controller-errors", {
      ...of,
      metricName: "Errors",
      description: `The release controller fails, so a release neither goes on nor goes back by itself. Look at the ${logs}. If traffic has to go back now, use rollback --direct (docs/runbooks/release.md).`,
      comparison: "GreaterThanThreshold",
      threshold: 0,
      points: { breaching: 3, of: 5 },
    });
    alarm(this, "release-controller-silent", {
      ...of,
      metricName: "Invocations", // this metric does not count throttled invocations
      description: `The release controller is not invoked any more, so a release neither goes on nor goes back by itself. Check whether the rule ${resourceName(suffix, "release-tick-rule")} is enabled and whether Lambda throttles the function. Look at the ${logs}. If traffic has to go back now, use rollback --direct (docs/runbooks/release.md).`,
      comparison: "LessThanThreshold",
      threshold: 1,
      points: { breaching: 5, of: 5 },
      noData: "wrong",
    });
  }
}
