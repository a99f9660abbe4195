import { hasForeignSecret } from "../settings/container-secrets";
import { migrationCallsWorld, tasksCallWorld } from "../settings/egress";
import type { Profile } from "../settings/profiles";
import type { EnvironmentSettings } from "../settings/schema";
import { countedName, countedOf } from "../settings/waf";

/** An exemption from a policy rule, with the reason. */
export interface Exemption {
  /** Id of the rule. If the same reason applies to several rules, this is a pattern that matches their ids. */
  readonly rule: string | RegExp;
  readonly profiles: readonly Profile[];
  /**
   * The exempt Terraform addresses, as a list or as a pattern. If this is a list, every address in it has to deviate from the rule. If this
   * is a pattern, at least one matching address has to deviate.
   */
  readonly at: readonly string[] | RegExp;
  /** Sentences for an auditor: the reason why the deviation is acceptable, and the measure that replaces the rule. */
  readonly reason: string;
  /**
   * The settings under which the exemption applies. Under other settings, the resources in `at` have to comply with the rule.
   * @default - all settings
   */
  readonly when?: {
    /**
     * The condition under which the exemption applies, in words for auditors. This text contains the names of the settings in
     * `environments/<suffix>.json`.
     */
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

/**
 * Every exemption, with its reason. If nothing deviates from the rule at an exempt Terraform address, synth fails. So the list is never out
 * of date.
 */
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
      "The logs of the application and of Container Insights serve operation, and not audits. The requirements of this project set their retention to 3 days. Audit logs have their own log groups.",
  },
  {
    rule: "alb-deletion-protection",
    profiles: EVERYWHERE,
    at: ["aws_lb.load_balancer_load_balancer"],
    reason:
      "A single command has to be enough to destroy an environment, and deletion protection would prevent that. A load balancer holds no data, and people review each plan that destroys a load balancer.",
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
      "A single command has to be enough to destroy an environment, and deletion protection would prevent that. Two settings can protect the data. If database.deletionProtection is true, a destroy is refused. If database.finalSnapshot is true, a destroy leaves a final snapshot of the database.",
  },
  {
    rule: "rds-backup-plan",
    profiles: EVERYWHERE,
    at: ["aws_rds_cluster.database_cluster"],
    reason:
      "Aurora backs up the database continuously, so it can be restored to any second of the retention period. A backup vault with recovery points cannot be deleted, so AWS Backup would prevent the complete destruction of an environment. An organisation that needs copies in another account can add its own backup plan, which selects the database by the tag EnvironmentSuffix.",
  },
  {
    rule: "rds-port",
    profiles: EVERYWHERE,
    at: ["aws_rds_cluster.database_cluster"],
    reason:
      "The requirements of this project prescribe port 5432. A different port number would not add protection. Two other measures protect the database: security groups limit who can reach the database, and every connection needs TLS.",
  },
  {
    rule: "rds-data-access-audit",
    profiles: EVERYWHERE,
    at: ["aws_rds_cluster.database_cluster"],
    reason:
      "If pgaudit logged statements that read or change data, the log would contain the text of each statement. AWS documents no parameter that leaves the text out. So a card number in the text of a statement would be in the log for a year, and everybody with the role observer could read the card number. So pgaudit logs only changes of schemas and roles. The log also shows who connects, from which address and for how long. The log does not show which rows somebody read. People sign in as the database user readonly with an IAM role, and CloudTrail records who assumes the role. If a team's application never puts values into the text of a statement, the team can add the values 'read' and 'write' to the list in the parameter pgaudit.log. The log then also gets a line for each statement that reads or changes data, and this exemption has to be replaced by an exemption from the rule rds-log-without-data, with the team's reason.",
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
      "AWS patches nodejs22.x until April 2027. The pinned version of the AWS provider refuses later runtimes, so the provider has to be upgraded before April 2027.",
  },
  {
    rule: "lambda-vpc",
    profiles: EVERYWHERE,
    at: RELEASE_CONTROLLER,
    reason:
      "The function calls only AWS APIs and nothing in the VPC, and its role allows exactly these calls. If the function ran in the VPC, a failure of NAT or of an endpoint would prevent it from moving traffic back.",
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
      "If an event is lost, no work is lost, because EventBridge invokes the function again every minute, and the function then checks the whole environment. One alarm watches the function's errors, and another alarm watches the number of its invocations.",
  },
  {
    rule: "lambda-concurrency",
    profiles: EVERYWHERE,
    at: RELEASE_CONTROLLER,
    reason:
      "A new AWS account has 10 concurrent executions of Lambda functions, and AWS lets it reserve none of them. Two invocations at the same time do no harm, because an invocation writes the release document only if nobody has written the document since the invocation read it.",
  },
  {
    rule: "lambda-code-signing",
    profiles: EVERYWHERE,
    at: RELEASE_CONTROLLER,
    reason:
      "A deployment builds the function's code from a reviewed commit, and the reviewed plan contains the code's SHA-256. Only the deploy role may change the code. The deploy role would also sign the code, so a signature would prove nothing more.",
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
      "The settings list the account that owns the secret. That account's owner has to name the execution role in the policies of the secret and of its key, and can withdraw this permission at any time.",
  },
  {
    rule: "parameter-encrypted",
    profiles: EVERYWHERE,
    at: ["aws_ssm_parameter.traffic_split_parameter"],
    reason:
      "The weights are not secret, and plans have to show the weights. Plans would hide the value of an encrypted parameter, so the parameter is not encrypted: docs/decisions/0003-weights-as-data.md.",
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
      "The bucket contains only access logs. If the bucket stored its own access logs too, each new log would cause another log. If the account records CloudTrail data events, these events show who reads the bucket.",
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
      "If access.principalArns names nobody for a role, the trust policy names the whole account and demands MFA. To assume the role, a person also needs permission for sts:AssumeRole from the account's administrators. If access.principalArns names IAM roles, the trust policy lists these IAM roles instead of the account.",
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
      "Public registries have no fixed addresses. AWS services without interface endpoints have no fixed addresses either. So the application's tasks may call every address, but only on port 443 and through NAT.",
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
      "The default migration image is public. Public registries have no fixed addresses. AWS services without interface endpoints have no fixed addresses either. So the migration task may call every address, but only on port 443 and through NAT. This exemption does not cover the application's tasks, which have another security group.",
  },
  {
    rule: "listener-https",
    profiles: EPHEMERAL,
    at: ["aws_lb_listener.traffic_listener"],
    when: { setting: "the setting https is missing", holds: ({ https }) => https === undefined },
    reason: "A preview has made-up data, and has no domain name for which a certificate could be issued.",
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
      "Performance Insights helps to find the SQL statements that cause load on the database, and protects nothing. Without Performance Insights, pg_stat_statements and the metrics still record the load.",
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
      "Without a customer managed key, the topic cannot be encrypted, because CloudWatch alarms cannot publish to a topic that an AWS managed key encrypts. The deviation is acceptable, because all messages of the topic are about a preview.",
  },
  {
    rule: "log-retention-year",
    profiles: EPHEMERAL,
    at: /^aws_cloudwatch_log_group\.(?!(?:blue_task|green_task|cluster)_log_group$)/,
    when: withoutAuditYear,
    reason: "Nobody audits a preview, so its logs are deleted when the preview is destroyed.",
  },
  {
    rule: "s3-log-retention",
    profiles: EPHEMERAL,
    at: ["aws_s3_bucket_lifecycle_configuration.load_balancer_access_logs_lifecycle"],
    when: withoutAuditYear,
    reason: "Nobody audits a preview, so its logs are deleted when the preview is destroyed.",
  },
];

/**
 * Returns the exemptions for rules of AWS WAF that count requests instead of blocking them. The setting `waf.counted` lists these rules and
 * the reasons.
 */
export function countedExemptions({ profile, waf }: EnvironmentSettings): Exemption[] {
  return countedOf(waf).flatMap((counted) => {
    const { group, reason } = counted;
    const rules = ["waf-managed-rules-block"];
    if (group === "AWSManagedRulesKnownBadInputsRuleSet") rules.push("waf-known-bad-inputs");
    return rules.map((rule) => ({
      rule,
      profiles: [profile],
      at: [`aws_wafv2_web_acl.web_acl_web_acl ${countedName(counted)}`],
      when: { setting: `waf.counted contains ${countedName(counted)}`, holds: () => true },
      reason: `The rule of AWS WAF counts the matching requests and does not block them. Reason in waf.counted: ${reason}`,
    }));
  });
}
