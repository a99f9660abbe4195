import { hasForeignSecret } from "../settings/container-secrets";
import { migrationCallsWorld, tasksCallWorld } from "../settings/egress";
import type { Profile } from "../settings/profiles";
import type { EnvironmentSettings } from "../settings/schema";
import { countedName, countedOf } from "../settings/waf";

/** A written deviation from a rule. */
export interface Exemption {
  /** Id of the rule, or a pattern for the ids of several rules if all of them have the same reason for the exemption. */
  readonly rule: string | RegExp;
  readonly profiles: readonly Profile[];
  /** Exempt addresses. In a list, every address has to deviate from the rule. For a pattern, one deviating address is enough. */
  readonly at: readonly string[] | RegExp;
  /** Sentences for an auditor: the reason why the deviation is acceptable, and the measure that replaces the rule. */
  readonly reason: string;
  /**
   * The settings under which the exemption applies. Under other settings, the addresses have to comply with the rule.
   * @default - all settings
   */
  readonly when?: {
    /** The condition for auditors, with the keys of `environments/<suffix>.json`. */
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
      "The logs of the application and of Container Insights are for operation, and the requirements of this project set their retention to 3 days. Audit logs have their own log groups.",
  },
  {
    rule: "alb-deletion-protection",
    profiles: EVERYWHERE,
    at: ["aws_lb.load_balancer_load_balancer"],
    reason:
      "One command has to be able to destroy an environment. A load balancer holds no data, and a plan that destroys a load balancer is reviewed.",
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
      "One command has to be able to destroy an environment. With database.deletionProtection, the destruction of the database is refused. With database.finalSnapshot, destroy leaves a final snapshot.",
  },
  {
    rule: "rds-backup-plan",
    profiles: EVERYWHERE,
    at: ["aws_rds_cluster.database_cluster"],
    reason:
      "Aurora backs up continuously, and can be restored to any second of the retention period. A backup vault with recovery points cannot be deleted, so AWS Backup would prevent the complete destruction of an environment. An organisation that needs copies in another account can add its own backup plan, which selects the database by the tag EnvironmentSuffix.",
  },
  {
    rule: "rds-port",
    profiles: EVERYWHERE,
    at: ["aws_rds_cluster.database_cluster"],
    reason:
      "The requirements of this project set port 5432, and another port would protect nothing: only members of named security groups reach the database, and every connection needs TLS.",
  },
  {
    rule: "rds-data-access-audit",
    profiles: EVERYWHERE,
    at: ["aws_rds_cluster.database_cluster"],
    reason:
      "An audit of reads and writes by pgaudit would log the text of each statement, and AWS documents no parameter that leaves the text out. A card number in the text of a statement would then be in the log for a year, readable for every observer. So pgaudit logs only changes of schemas and roles. The log also shows who connects, from which address and for how long, but not which rows somebody read. People sign in as the database user readonly with an IAM role, and CloudTrail records who assumes the role. If no statement of a team contains values in its text, the team can add read and write to pgaudit.log, which adds a log line for each statement.",
  },
  {
    rule: "target-group-tls",
    profiles: EVERYWHERE,
    at: ["aws_lb_target_group.traffic_target_group_blue", "aws_lb_target_group.traffic_target_group_green"],
    reason:
      "The load balancer terminates TLS. From the load balancer to the tasks, requests stay inside one VPC, between two security groups that allow no other traffic between them.",
  },
  {
    rule: "lambda-newest-runtime",
    profiles: EVERYWHERE,
    at: RELEASE_CONTROLLER,
    reason:
      "AWS patches nodejs22.x until April 2027. The pinned version of the AWS provider refuses later runtimes; the provider has to be upgraded before then.",
  },
  {
    rule: "lambda-vpc",
    profiles: EVERYWHERE,
    at: RELEASE_CONTROLLER,
    reason:
      "The function calls only AWS APIs and nothing in the VPC, and its role allows exactly these calls. In the VPC, a failure of NAT or of an endpoint would prevent the function from moving traffic back.",
  },
  {
    rule: "lambda-tracing",
    profiles: EVERYWHERE,
    at: RELEASE_CONTROLLER,
    reason:
      "The release controller is a single function, without a chain of calls to trace. Every minute the function logs its actions and their reasons. Traces would show the same, and would need another permission.",
  },
  {
    rule: "lambda-dead-letters",
    profiles: EVERYWHERE,
    at: RELEASE_CONTROLLER,
    reason:
      "A lost event loses no work, because the function is invoked again every minute and then looks at the whole environment. One alarm watches the function's errors, and another alarm watches the number of its invocations.",
  },
  {
    rule: "lambda-concurrency",
    profiles: EVERYWHERE,
    at: RELEASE_CONTROLLER,
    reason:
      "A new account has 10 concurrent executions and cannot reserve any of them. Two invocations at the same time do no harm, because an invocation writes the release document only if nobody has written the document since the invocation read it.",
  },
  {
    rule: "lambda-code-signing",
    profiles: EVERYWHERE,
    at: RELEASE_CONTROLLER,
    reason:
      "The deploy builds the function's code from a reviewed commit, and only the deploy role may change the code. The reviewed plan contains the code's SHA-256. The same deploy role would sign the code, so a signature would prove nothing more.",
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
      "The settings list the account of the secret. The owner of that account allows the execution role in the policies of the secret and of its key, and can withdraw the permission.",
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
      "The bucket contains only access logs, and a bucket that logs into itself produces logs without end. CloudTrail data events of the account can show who reads the bucket.",
  },
  {
    rule: "iam-trust-named",
    profiles: EVERYWHERE,
    at: /^aws_iam_role\.(break_glass|developer|observer|operator|releaser)_role$/,
    when: {
      setting: "access.principalArns is empty for a role",
      holds: ({ access }) => Object.values(access.principalArns).some((arns) => arns.length === 0),
    },
    reason:
      "If access.principalArns names nobody for a role, the trust policy names the whole account and demands MFA. To assume the role, a person also needs permission for sts:AssumeRole from the account's administrators. If access.principalArns names roles, the trust policy lists these roles instead of the account.",
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
      "Public registries have no fixed addresses, and AWS services without interface endpoints have none either. So the application's tasks may call every address, but only on port 443 and through NAT.",
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
      "The default migration image is public. Public registries have no fixed addresses, and AWS services without interface endpoints have none either. So the migration task may call every address, but only on port 443 and through NAT. The application's tasks have a security group of their own, with an exemption of its own where they need this rule.",
  },
  {
    rule: "listener-https",
    profiles: EPHEMERAL,
    at: ["aws_lb_listener.traffic_listener"],
    when: { setting: "https is not given", holds: ({ https }) => https === undefined },
    reason: "A preview has made-up data, and no domain name for a certificate.",
  },
  {
    rule: "alb-waf",
    profiles: EPHEMERAL,
    at: ["aws_lb.load_balancer_load_balancer"],
    when: { setting: "waf.enabled is false", holds: ({ waf }) => !waf.enabled },
    reason:
      "A preview lives for days and holds no real data; AWS WAF would cost more than the preview is worth.",
  },
  {
    rule: "rds-backup-retention",
    profiles: EPHEMERAL,
    at: ["aws_rds_cluster.database_cluster"],
    when: {
      setting: "database.backupRetentionDays is below 7",
      holds: ({ database }) => database.backupRetentionDays < 7,
    },
    reason: "The data of a preview is made up, so nobody needs old backups.",
  },
  {
    rule: "rds-enhanced-monitoring",
    profiles: EPHEMERAL,
    at: /^aws_rds_cluster_instance\.database_instance_/,
    when: {
      setting: "database.monitoringIntervalSeconds is 0",
      holds: ({ database }) => database.monitoringIntervalSeconds === 0,
    },
    reason:
      "Nobody tunes the operating system of a preview's database; the metrics of CloudWatch are enough.",
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
      "Performance Insights is not a protection: it helps to find the statements that load the database. Without it, pg_stat_statements and the metrics are still recorded.",
  },
  {
    rule: /^rds-(?:parameter|security)-group-events$/,
    profiles: EPHEMERAL,
    at: ["aws_rds_cluster.database_cluster"],
    reason:
      "Events of parameter groups and security groups concern the whole account, and AWS limits an account to 20 event subscriptions in a region. Each preview would send the same messages, and use two of the subscriptions. An environment with the profile production sends these messages.",
  },
  {
    rule: /-key$/,
    profiles: EPHEMERAL,
    at: /^/,
    when: withoutKey,
    reason:
      "AWS managed keys are enough for the made-up data of a preview, and a customer managed key would remain for 7 days after a destroy.",
  },
  {
    rule: "sns-encrypted",
    profiles: EPHEMERAL,
    at: ["aws_sns_topic.notifications_topic"],
    when: withoutKey,
    reason:
      "Alarms cannot publish to a topic that an AWS managed key encrypts. The messages name only resources of a preview.",
  },
  {
    rule: "log-retention-year",
    profiles: EPHEMERAL,
    at: /^aws_cloudwatch_log_group\.(?!(?:blue_task|green_task|cluster)_log_group$)/,
    when: withoutAuditYear,
    reason: "Nobody audits a preview, so its logs are deleted together with it.",
  },
  {
    rule: "s3-log-retention",
    profiles: EPHEMERAL,
    at: ["aws_s3_bucket_lifecycle_configuration.load_balancer_access_logs_lifecycle"],
    when: withoutAuditYear,
    reason: "Nobody audits a preview, so its logs are deleted together with it.",
  },
];

/** Exemptions for rules of AWS WAF that count requests instead of blocking them. The settings contain these rules and the reasons. */
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
      reason: `The rule counts the matching requests and does not block them. Reason in waf.counted: ${reason}`,
    }));
  });
}
