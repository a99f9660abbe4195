import { Construct } from "constructs";
import { resourceName } from "../naming/names";
import { REGION } from "../naming/region";
import {
  CloudwatchLogGroup,
  type Lb,
  type SnsTopic,
  Wafv2WebAcl,
  Wafv2WebAclAssociation,
  Wafv2WebAclLoggingConfiguration,
} from "../resources/classes";
import type { EnvironmentSettings } from "../settings/schema";
import { countedName, countedOf, RULE_GROUPS } from "../settings/waf";
import { alarm, measured } from "./alarm";

export interface WebAclProps {
  readonly suffix: string;
  readonly topic: SnsTopic;
  readonly loadBalancer: Lb;
  readonly settings: EnvironmentSettings["waf"];
  /** Number of days for which CloudWatch Logs keeps the log. */
  readonly logRetentionDays: number;
  /** ARN of the KMS key that encrypts the log group. @default - encryption with a key that CloudWatch Logs owns */
  readonly kmsKeyArn: string | undefined;
}

/** Name of the rule that limits the requests of each source address. All other rules are AWS's managed rule groups. */
const RATE_LIMIT = "RateLimit";

const NAMESPACE = "AWS/WAFV2";

/** With fewer requests a minute than this number, the alarm takes the share of blocked requests as 0. */
const MIN_REQUESTS = 20;

// The cdktf bindings have no type for `statement`. So the property names in statements are Terraform's own, in snake case.
/** The AWS WAF web ACL of the load balancer: a rate limit and AWS's managed rule groups, with a log. */
export class WebAcl extends Construct {
  public readonly webAcl: Wafv2WebAcl;
  private readonly metricName: string;

  public constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const { suffix, loadBalancer, settings, logRetentionDays, kmsKeyArn } = props;
    const counted = countedOf(settings);
    this.metricName = resourceName(suffix, "web-acl");
    const visibilityConfig = (metricName: string) => ({
      cloudwatchMetricsEnabled: true,
      sampledRequestsEnabled: true,
      metricName,
    });
    this.webAcl = new Wafv2WebAcl(this, "web-acl", {
      name: resourceName(suffix, "web-acl"),
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      visibilityConfig: visibilityConfig(this.metricName),
      rule: [
        {
          name: RATE_LIMIT,
          priority: 0,
          action: { block: {} },
          statement: {
            rate_based_statement: {
              aggregate_key_type: "IP",
              limit: settings.requestsPer5Minutes,
              evaluation_window_sec: 300,
            },
          },
          visibilityConfig: visibilityConfig(RATE_LIMIT),
        },
        ...Object.keys(RULE_GROUPS).map((name, index) => {
          const ofGroup = counted.filter(({ group }) => group === name);
          const rules = ofGroup.flatMap(({ rule }) => rule ?? []);
          return {
            name,
            priority: index + 1,
            // With `none`, the rules of the group keep their own actions.
            overrideAction: ofGroup.length > rules.length ? { count: {} } : { none: {} },
            statement: {
              managed_rule_group_statement: {
                vendor_name: "AWS",
                name,
                ...(rules.length > 0 && {
                  rule_action_override: rules.map((rule) => ({
                    name: rule,
                    action_to_use: { count: {} },
                  })),
                }),
              },
            },
            visibilityConfig: visibilityConfig(name),
          };
        }),
      ],
    });
    // The settings give a reason for each rule that only counts requests and does not block them. AWS WAF cannot store these reasons, so
    // this code writes them to the property "//", which Terraform ignores. Reviews of plans show the reasons.
    // https://developer.hashicorp.com/terraform/language/syntax/json#comment-properties
    if (counted.length > 0) {
      this.webAcl.addOverride("//", {
        counted: Object.fromEntries(counted.map((each) => [countedName(each), each.reason])),
      });
    }
    const association = new Wafv2WebAclAssociation(this, "association", {
      resourceArn: loadBalancer.arn,
      webAclArn: this.webAcl.arn,
    });
    const logGroup = new CloudwatchLogGroup(this, "log-group", {
      name: resourceName(suffix, "aws-waf-logs"),
      retentionInDays: logRetentionDays,
      ...(kmsKeyArn && { kmsKeyId: kmsKeyArn }),
    });
    new Wafv2WebAclLoggingConfiguration(this, "logging", {
      resourceArn: this.webAcl.arn,
      logDestinationConfigs: [logGroup.arn],
      redactedFields: ["authorization", "cookie"].map((name) => ({ singleHeader: { name } })),
      dependsOn: [association],
    });
    this.watch(props);
  }

  /** Returns the rows of a dashboard widget: one row with the metric `metricName` for each rule of the web ACL. */
  public metrics(metricName: "BlockedRequests" | "CountedRequests"): string[][] {
    return [RATE_LIMIT, ...Object.keys(RULE_GROUPS)].map((rule) => [
      NAMESPACE,
      metricName,
      ...Object.entries(this.dimensions(rule)).flat(),
    ]);
  }

  /**
   * Returns a search expression for the dashboard. The expression finds the metric CountedRequests of rules inside managed rule groups. We
   * have not verified that AWS publishes this metric for rules whose action is overridden to Count.
   */
  public countedRules(): string {
    const dimensions = ["Region", "WebACL", "ManagedRuleGroup", "ManagedRuleGroupRule"];
    return `SEARCH('{${[NAMESPACE, ...dimensions].join(",")}} MetricName="CountedRequests" WebACL="${this.metricName}"', 'Sum', 60)`;
  }

  /**
   * Returns the dimensions of a rule's metrics. The dimension `WebACL` contains the metric name of the web ACL, and not the web ACL's own
   * name.
   * https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
   */
  private dimensions(rule: string) {
    return { WebACL: this.metricName, Region: REGION, Rule: rule };
  }

  private watch({ suffix, topic, settings }: WebAclProps): void {
    const query = (queryId: string, metricName: string) =>
      measured(queryId, { namespace: NAMESPACE, metricName, dimensions: this.dimensions("ALL") });
    alarm(this, "web-acl-blocked", {
      suffix,
      topic,
      description: `AWS WAF blocks more than ${settings.maxBlockedPercent} % of the requests, for 10 of 15 minutes: an attack, or a partner who is blocked. The log group ${resourceName(suffix, "aws-waf-logs")} shows the blocked clients and the rules. The runbook is docs/runbooks/partner-blocked.md. Minutes with fewer than ${MIN_REQUESTS} requests count as fine.`,
      metricQuery: [
        query("blocked", "BlockedRequests"),
        query("allowed", "AllowedRequests"),
        {
          id: "share",
          label: "blocked requests, percent",
          // AWS WAF does not publish a metric while its value is 0, so one of the two series may be missing. In arithmetic, CloudWatch
          // takes a missing series as 0 if the other series has data.
          // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
          expression: `IF(blocked + allowed >= ${MIN_REQUESTS}, 100 * blocked / (blocked + allowed), 0)`,
          returnData: true,
        },
      ],
      comparison: "GreaterThanThreshold",
      threshold: settings.maxBlockedPercent,
      // The alarm is for a blocked partner, who keeps sending requests. A scan by an attacker usually ends before 10 data points are
      // breaching.
      points: { breaching: 10, of: 15 },
    });
  }
}
