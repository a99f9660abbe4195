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
  /** Days that the log is kept. */
  readonly logRetentionDays: number;
  /** Key that encrypts the log group. @default - a key of CloudWatch Logs's own */
  readonly kmsKeyArn: string | undefined;
}

/** The rule of our own: how many requests one source address may make. */
const RATE_LIMIT = "RateLimit";

const NAMESPACE = "AWS/WAFV2";

/** The least requests a minute for which the share of blocked ones is judged. */
const MIN_REQUESTS = 20;

// The bindings leave statements untyped, so their keys are Terraform's.
/** AWS WAF before the load balancer: a rate limit and AWS's managed rule groups, logged. */
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
            // Without an override, the actions of the group's own rules count.
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
    // AWS has no place for reasons. Terraform ignores this one; reviews read it.
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

  /** Rows of a dashboard: one metric of each rule of the web ACL. */
  public metrics(metricName: "BlockedRequests" | "CountedRequests"): string[][] {
    return [RATE_LIMIT, ...Object.keys(RULE_GROUPS)].map((rule) => [
      NAMESPACE,
      metricName,
      ...Object.entries(this.dimensions(rule)).flat(),
    ]);
  }

  /**
   * A dashboard's search expression for the rules inside of managed groups that count. Not verified: that AWS lists rules with
   * such an override there.
   */
  public countedRules(): string {
    const dimensions = ["Region", "WebACL", "ManagedRuleGroup", "ManagedRuleGroupRule"];
    return `SEARCH('{${[NAMESPACE, ...dimensions].join(",")}} MetricName="CountedRequests" WebACL="${this.metricName}"', 'Sum', 60)`;
  }

  /**
   * The dimension is the name of the web ACL's metric, and not the web ACL's own name.
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
      description: `AWS WAF blocks more than ${settings.maxBlockedPercent} % of the requests, for 10 of 15 minutes: an attack, or a partner who is blocked. Look at the log group ${resourceName(suffix, "aws-waf-logs")} for who and by which rule: docs/runbooks/partner-blocked.md. Minutes with fewer than ${MIN_REQUESTS} requests count as fine.`,
      metricQuery: [
        query("blocked", "BlockedRequests"),
        query("allowed", "AllowedRequests"),
        {
          id: "share",
          label: "blocked requests, percent",
          // Neither metric is reported while it is 0; a missing value of one of two series counts as 0.
          // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
          expression: `IF(blocked + allowed >= ${MIN_REQUESTS}, 100 * blocked / (blocked + allowed), 0)`,
          returnData: true,
        },
      ],
      comparison: "GreaterThanThreshold",
      threshold: settings.maxBlockedPercent,
      // A scan lasts minutes; the refused requests of a partner go on for longer.
      points: { breaching: 10, of: 15 },
    });
  }
}
