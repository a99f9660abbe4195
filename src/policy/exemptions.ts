import { hasForeignSecret } from "../settings/container-secrets";
import { migrationCallsWorld, tasksCallWorld } from "../settings/egress";
import type { Profile } from "../settings/profiles";
import type { EnvironmentSettings } from "../settings/schema";
import { countedName, countedOf } from "../settings/waf";

/** A written deviation from a rule. */
export interface Exemption {
  /** Id of the rule, or a pattern of those that one reason is for. */
  readonly rule: string | RegExp;
  readonly profiles: readonly Profile[];
  /** Addresses, each of which deviates; or a pattern, where at least one does. */
  readonly at: readonly string[] | RegExp;
  /** Why that is acceptable, and what stands in its place: sentences for an auditor. */
  readonly reason: string;
  /**
   * The settings under which the deviation is there; under others the exemption says nothing, so the rule counts.
   * @default - under all
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

/** Every exemption, and why. One that no longer deviates is an error, so this list never lies. */
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
      "What the application and Container Insights write is for operating, is asked to be kept 3 days, and is no audit log. Audit logs are groups of their own.",
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
      "Port 5432 is asked for, and another one would hide nothing: the security group lets only tasks reach the database, and every connection needs TLS and IAM.",
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
      "It calls AWS's own interfaces and nothing in the VPC, with a role that names what it may do there. Within the VPC, the way back would fail together with NAT or with an endpoint.",
  },
  {
    rule: "lambda-tracing",
    profiles: EVERYWHERE,
    at: RELEASE_CONTROLLER,
    reason:
      "It is one function that nothing calls through, and it logs what it did and why, every minute. Traces would say the same, and take a right to write them.",
  },
  {
    rule: "lambda-dead-letters",
    profiles: EVERYWHERE,
    at: RELEASE_CONTROLLER,
    reason:
      "An event says only that it is time to look, and the next minute says so again. That it fails is an alarm, and so is that it is not invoked.",
  },
  {
    rule: "lambda-concurrency",
    profiles: EVERYWHERE,
    at: RELEASE_CONTROLLER,
    reason:
      "A new account has 10 at once and may reserve none of them. It is safe to run twice at once: it writes its document only if nobody else has.",
  },
  {
    rule: "lambda-code-signing",
    profiles: EVERYWHERE,
    at: RELEASE_CONTROLLER,
    reason:
      "Its code is built from a reviewed commit by the deploy itself, whose role is the only one that may change it; its SHA-256 is in the reviewed plan, and a signature would be made by that same role.",
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
      "The bucket holds access logs only, and one that logs into itself never comes to rest. Who reads it is seen by the account's CloudTrail data events.",
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
      "It protects nothing: it helps to find what loads the database, and pg_stat_statements and metrics are recorded without it.",
  },
  {
    rule: /^rds-(?:parameter|security)-group-events$/,
    profiles: EPHEMERAL,
    at: ["aws_rds_cluster.database_cluster"],
    reason:
      "These events are of the whole account, which has 20 event subscriptions in a region: each preview would send the same messages and take two of them. An environment of the profile production sends them.",
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

/** Rules of AWS WAF that count instead of blocking. The settings name each rule with its reason, so each reason is an exemption. */
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
