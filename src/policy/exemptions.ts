import { hasForeignSecret } from "../settings/container-secrets";
import { migrationCallsWorld, tasksCallWorld } from "../settings/egress";
import type { Profile } from "../settings/profiles";
import type { EnvironmentSettings } from "../settings/schema";
import { countedName, countedOf } from "../settings/waf";

/** A written deviation from a rule. */
export interface Exemption {
  /** Id of the rule, or a pattern that matches all rules with the same reason. */
  readonly rule: string | RegExp;
  readonly profiles: readonly Profile[];
  /** Addresses, each of which deviates; or a pattern, where at least one does. */
  readonly at: readonly string[] | RegExp;
  /** Why the deviation is acceptable, and what replaces the rule: sentences for an auditor. */
  readonly reason: string;
  /**
   * The settings with which the exemption applies; with all others the rule counts.
   * @default - all settings
   */
  readonly when?: {
    /** In the words of `environments/<suffix>.json`. */
    readonly setting: string;
    readonly holds: (settings: EnvironmentSettings) => boolean;
  };
}

const EVERYWHERE: readonly Profile[] = ["ephemeral", "production"];
const EPHEMERAL: readonly Profile[] = ["ephemeral"];

const RELEASE_CONTROLLER = ["aws_lambda_function.release_controller_function"];

const withoutKey = {
  setting: "customerManagedKey is false",
  holds: ({ customerManagedKey }: EnvironmentSettings) => !customerManagedKey,
};
const withoutAuditYear = {
  setting: "logs.auditRetentionDays is below 365",
  holds: ({ logs }: EnvironmentSettings) => logs.auditRetentionDays < 365,
};

/** Every exemption, with its reason. An exemption without a deviation is an error, so this list is never out of date. */
export const EXEMPTIONS: readonly Exemption[] = [
  {
    rule: "log-retention-year",
    profiles: EVERYWHERE,
    at: [
      "aws_cloudwatch_log_group.blue_task_log_group",
      "aws_cloudwatch_log_group.green_task_log_group",
      "aws_cloudwatch_log_group.cluster_log_group",
    ],
    when: {
      setting: "logs.applicationRetentionDays is below 365",
      holds: ({ logs }) => logs.applicationRetentionDays < 365,
    },
    reason:
      "The logs of the application and of Container Insights serve operation, and a retention of 3 days is required of this project for them. They are no audit logs; audit logs have log groups of their own.",
  },
  {
    rule: "alb-deletion-protection",
    profiles: EVERYWHERE,
    at: ["aws_lb.load_balancer_load_balancer"],
    reason:
      "An environment has to be destroyed by one command. A load balancer holds no data, and a plan that destroys one is reviewed.",
  },
  {
    rule: "rds-deletion-protection",
    profiles: EVERYWHERE,
    at: ["aws_rds_cluster.database_cluster"],
    when: {
      setting: "database.deletionProtection is false",
      holds: ({ database }) => !database.deletionProtection,
    },
    reason:
      "An environment has to be destroyed by one command. Whoever wants protection sets database.deletionProtection: then destroying is refused. With database.finalSnapshot destroy leaves a last snapshot.",
  },
  {
    rule: "rds-backup-plan",
    profiles: EVERYWHERE,
    at: ["aws_rds_cluster.database_cluster"],
    reason:
      "Aurora itself backs up continuously, to any second of the retention time. A vault with recovery points cannot be deleted, so AWS Backup would outlive an environment that has to go as a whole; an organisation that needs copies in another account adds a backup plan of its own, by the tag EnvironmentSuffix.",
  },
  {
    rule: "rds-port",
    profiles: EVERYWHERE,
    at: ["aws_rds_cluster.database_cluster"],
    reason:
      "Port 5432 is required of this project, and another port would hide nothing: the security group lets only tasks reach the database, and every connection needs TLS and IAM.",
  },
  {
    rule: "rds-data-access-audit",
    profiles: EVERYWHERE,
    at: ["aws_rds_cluster.database_cluster"],
    reason:
      "For an audit of reads and writes, pgaudit logs each statement with its text, and AWS documents no parameter that leaves the text out: a card number that an application writes into a statement would be in the log, for a year, readable to every observer. So it logs changes of schemas and roles only; who connects, from where and for how long is logged too, but not which rows somebody read. People sign in as the user readonly by an IAM role of their own, which CloudTrail records. A team that binds all its values can add read and write to pgaudit.log, at the price of a line for each statement.",
  },
  {
    rule: "target-group-tls",
    profiles: EVERYWHERE,
    at: ["aws_lb_target_group.traffic_target_group_blue", "aws_lb_target_group.traffic_target_group_green"],
    reason:
      "The load balancer terminates TLS. From there to the tasks, requests stay in private subnets of one VPC, between two security groups that let nothing else through.",
  },
  {
    rule: "lambda-newest-runtime",
    profiles: EVERYWHERE,
    at: RELEASE_CONTROLLER,
    reason:
      "AWS patches nodejs22.x until April 2027. The Terraform provider of this version refuses a later one; the version that knows it is due before.",
  },
  {
    rule: "lambda-vpc",
    profiles: EVERYWHERE,
    at: RELEASE_CONTROLLER,
    reason:
      "The function calls AWS's own interfaces and nothing in the VPC, with a role of exactly these calls. Within the VPC, sending traffic back would fail together with NAT or with an endpoint.",
  },
  {
    rule: "lambda-tracing",
    profiles: EVERYWHERE,
    at: RELEASE_CONTROLLER,
    reason:
      "The controller is a single function without a chain of calls to trace, and every minute it logs what it did and why. Traces would show the same, and need a further permission.",
  },
  {
    rule: "lambda-dead-letters",
    profiles: EVERYWHERE,
    at: RELEASE_CONTROLLER,
    reason:
      "An event only triggers a look, and so does the next minute. One alarm watches the function's errors, and another one watches that the function is invoked.",
  },
  {
    rule: "lambda-concurrency",
    profiles: EVERYWHERE,
    at: RELEASE_CONTROLLER,
    reason:
      "A new account has 10 concurrent executions and may reserve none of them. The function may run twice at once: it writes its document only if nobody else has written it meanwhile.",
  },
  {
    rule: "lambda-code-signing",
    profiles: EVERYWHERE,
    at: RELEASE_CONTROLLER,
    reason:
      "The deploy itself builds the function's code from a reviewed commit, and the deploy role alone may change that code. The code's SHA-256 is in the reviewed plan, and the same role would make a signature.",
  },
  {
    rule: "container-secrets-account",
    profiles: EVERYWHERE,
    at: /^aws_ecs_task_definition\.(blue|green)_task_task_definition$/,
    when: {
      setting: "application.secretAccountIds lists the account of a secret",
      holds: hasForeignSecret,
    },
    reason:
      "The settings list that account by its number. Its owner lets the execution role in by the secret's policy and by the key's, and can take that back.",
  },
  {
    rule: "parameter-encrypted",
    profiles: EVERYWHERE,
    at: ["aws_ssm_parameter.traffic_split_parameter"],
    reason:
      "The weights are not secret, and an encrypted value would hide them in plans: docs/decisions/0003-weights-as-data.md.",
  },
  {
    rule: "s3-customer-managed-key",
    profiles: EVERYWHERE,
    at: ["aws_s3_bucket_server_side_encryption_configuration.load_balancer_access_logs_encryption"],
    reason: "A load balancer can write its logs only to a bucket with S3's own keys (SSE-S3).",
  },
  {
    rule: "s3-access-logging",
    profiles: EVERYWHERE,
    at: ["aws_s3_bucket.load_balancer_access_logs_bucket"],
    reason:
      "The bucket holds access logs only, and a bucket that logs into itself produces logs without end. The account's CloudTrail data events show who reads the bucket.",
  },
  {
    rule: "iam-trust-named",
    profiles: EVERYWHERE,
    at: /^aws_iam_role\.(break_glass|developer|observer|operator|releaser)_role$/,
    when: {
      setting: "access.principalArns names nobody for a role",
      holds: ({ access }) => Object.values(access.principalArns).some((arns) => arns.length === 0),
    },
    reason:
      "Where nobody is named, the role trusts the account, with MFA: whoever its administrators allow sts:AssumeRole on the role gets in, and nobody else. Whoever wants the names in the trust policy writes them into access.principalArns.",
  },
  {
    rule: "security-group-world-egress",
    profiles: EVERYWHERE,
    at: ["aws_vpc_security_group_egress_rule.firewall_tasks_to_0_0_0_0_0_egress"],
    when: {
      setting: "an application image is not in this region's ECR, or network.interfaceEndpoints is false",
      holds: tasksCallWorld,
    },
    reason:
      "Public registries, and AWS without interface endpoints, have no fixed addresses; so the application's tasks may call every address, on port 443 only and by NAT.",
  },
  {
    rule: "security-group-world-egress",
    profiles: EVERYWHERE,
    at: ["aws_vpc_security_group_egress_rule.firewall_migration_to_0_0_0_0_0_egress"],
    when: {
      setting: "migration.image is not in this region's ECR, or network.interfaceEndpoints is false",
      holds: migrationCallsWorld,
    },
    reason:
      "The default migration image is public, and public registries, and AWS without interface endpoints, have no fixed addresses; so the migration task may call every address, on port 443 only and by NAT. The application's tasks may not by that.",
  },
  {
    rule: "listener-https",
    profiles: EPHEMERAL,
    at: ["aws_lb_listener.traffic_listener"],
    when: { setting: "https is not given", holds: ({ https }) => https === undefined },
    reason: "A preview has made-up data and no domain name to get a certificate for.",
  },
  {
    rule: "alb-waf",
    profiles: EPHEMERAL,
    at: ["aws_lb.load_balancer_load_balancer"],
    when: { setting: "waf.enabled is false", holds: ({ waf }) => !waf.enabled },
    reason: "A preview lives for days and holds no real data; WAF would cost more than it protects.",
  },
  {
    rule: "rds-backup-retention",
    profiles: EPHEMERAL,
    at: ["aws_rds_cluster.database_cluster"],
    when: {
      setting: "database.backupRetentionDays is below 7",
      holds: ({ database }) => database.backupRetentionDays < 7,
    },
    reason: "The data of a preview is made up, and backups would slow its destruction.",
  },
  {
    rule: "rds-enhanced-monitoring",
    profiles: EPHEMERAL,
    at: /^aws_rds_cluster_instance\.database_instance_/,
    when: {
      setting: "database.monitoringIntervalSeconds is 0",
      holds: ({ database }) => database.monitoringIntervalSeconds === 0,
    },
    reason: "Nobody tunes the operating system under a preview; CloudWatch's own metrics are enough.",
  },
  {
    rule: "rds-performance-insights",
    profiles: EVERYWHERE,
    at: /^aws_rds_cluster_instance\.database_instance_/,
    when: {
      setting: "database.performanceInsights is false",
      holds: ({ database }) => !database.performanceInsights,
    },
    reason:
      "Performance Insights protects nothing: it helps to find the statements that load the database, and pg_stat_statements and metrics are recorded without it.",
  },
  {
    rule: /^rds-(?:parameter|security)-group-events$/,
    profiles: EPHEMERAL,
    at: ["aws_rds_cluster.database_cluster"],
    reason:
      "These events concern the whole account, which has 20 event subscriptions in a region: each preview would send the same messages and take two of the subscriptions. An environment of the profile production sends them.",
  },
  {
    rule: /-key$/,
    profiles: EPHEMERAL,
    at: /^/,
    when: withoutKey,
    reason:
      "AWS's own keys encrypt the made-up data of a preview well enough, and a customer managed key would stay for 7 days after a destroy.",
  },
  {
    rule: "sns-encrypted",
    profiles: EPHEMERAL,
    at: ["aws_sns_topic.notifications_topic"],
    when: withoutKey,
    reason: "Alarms cannot publish to a topic under AWS's own key, and name resources of a preview only.",
  },
  {
    rule: "log-retention-year",
    profiles: EPHEMERAL,
    at: /^aws_cloudwatch_log_group\.(?!(?:blue_task|green_task|cluster)_log_group$)/,
    when: withoutAuditYear,
    reason: "Nobody audits a preview: its logs go with it.",
  },
  {
    rule: "s3-log-retention",
    profiles: EPHEMERAL,
    at: ["aws_s3_bucket_lifecycle_configuration.load_balancer_access_logs_lifecycle"],
    when: withoutAuditYear,
    reason: "Nobody audits a preview: its logs go with it.",
  },
];

/** Exemptions for rules of AWS WAF that count instead of blocking: the settings name the rules and the reasons. */
export function countedExemptions({ profile, waf }: EnvironmentSettings): Exemption[] {
  return countedOf(waf).flatMap((counted) => {
    const { group, reason } = counted;
    const rules = ["waf-managed-rules-block"];
    if (group === "AWSManagedRulesKnownBadInputsRuleSet") rules.push("waf-known-bad-inputs");
    return rules.map((rule) => ({
      rule,
      profiles: [profile],
      at: [`aws_wafv2_web_acl.web_acl_web_acl ${countedName(counted)}`],
      when: { setting: `waf.counted names ${countedName(counted)}`, holds: () => true },
      reason: `Counted instead of blocked. ${reason}`,
    }));
  });
}
