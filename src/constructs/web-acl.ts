import { Construct } from "constructs";
import { resourceName } from "../naming/names";
import {
  CloudwatchLogGroup,
  type Lb,
  Wafv2WebAcl,
  Wafv2WebAclAssociation,
  Wafv2WebAclLoggingConfiguration,
} from "../resources/classes";

export interface WebAclProps {
  readonly suffix: string;
  readonly loadBalancer: Lb;
  /** Requests that one source address may make in five minutes before it is blocked. */
  readonly requestsPer5Minutes: number;
  /** Days that the log is kept. */
  readonly logRetentionDays: number;
  /** Key that encrypts the log group. @default - a key of CloudWatch Logs's own */
  readonly kmsKeyArn: string | undefined;
}

// https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
const MANAGED_RULE_GROUPS = [
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesCommonRuleSet",
  "AWSManagedRulesKnownBadInputsRuleSet", // Log4j among them
  "AWSManagedRulesSQLiRuleSet",
];

// The bindings leave statements untyped, so their keys are Terraform's.
/** AWS WAF before the load balancer: a rate limit and AWS's managed rule groups, logged. */
export class WebAcl extends Construct {
  public constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const { suffix, loadBalancer, requestsPer5Minutes, logRetentionDays, kmsKeyArn } = props;
    const visibilityConfig = (metricName: string) => ({
      cloudwatchMetricsEnabled: true,
      sampledRequestsEnabled: true,
      metricName,
    });
    const webAcl = new Wafv2WebAcl(this, "web-acl", {
      name: resourceName(suffix, "web-acl"),
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      visibilityConfig: visibilityConfig(resourceName(suffix, "web-acl")),
      rule: [
        {
          name: "RateLimit",
          priority: 0,
          action: { block: {} },
          statement: {
            rate_based_statement: {
              aggregate_key_type: "IP",
              limit: requestsPer5Minutes,
              evaluation_window_sec: 300,
            },
          },
          visibilityConfig: visibilityConfig("RateLimit"),
        },
        ...MANAGED_RULE_GROUPS.map((name, index) => ({
          name,
          priority: index + 1,
          overrideAction: { none: {} }, // the group's own verdicts count
          statement: { managed_rule_group_statement: { vendor_name: "AWS", name } },
          visibilityConfig: visibilityConfig(name),
        })),
      ],
    });
    const association = new Wafv2WebAclAssociation(this, "association", {
      resourceArn: loadBalancer.arn,
      webAclArn: webAcl.arn,
    });
    const logGroup = new CloudwatchLogGroup(this, "log-group", {
      name: resourceName(suffix, "aws-waf-logs"),
      retentionInDays: logRetentionDays,
      ...(kmsKeyArn && { kmsKeyId: kmsKeyArn }),
    });
    new Wafv2WebAclLoggingConfiguration(this, "logging", {
      resourceArn: webAcl.arn,
      logDestinationConfigs: [logGroup.arn],
      redactedFields: ["authorization", "cookie"].map((name) => ({ singleHeader: { name } })),
      dependsOn: [association],
    });
  }
}
