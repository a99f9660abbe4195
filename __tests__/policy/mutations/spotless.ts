import { TEAM_ROLES } from "../../../src/naming/team-roles";
import { PRIVATE } from "../../support/environments";
import { synthesized } from "../../support/synthesized";
import { Editing } from "./editing";

const CLUSTER = "aws_rds_cluster.database_cluster";
/** Roles that people assume. */
export const PEOPLES_ROLES = TEAM_ROLES.map((name) => `aws_iam_role.${name.replace("-", "_")}_role`).sort();
const BUCKET = "aws_s3_bucket.load_balancer_access_logs_bucket";

// Once for a file of tests: where the policy refuses it, that file fails with one message, not each test, in minutes.
const { json } = synthesized(PRIVATE);

/**
 * `production` as it would be without any exempt deviation: where one thing is broken, one rule has to see it. Only `rds-data-access-audit`
 * is not met, because what it wants breaks `rds-log-without-data`.
 */
export function spotless(): Editing {
  const edit = new Editing(JSON.parse(json));
  for (const { statement } of edit.get("aws_wafv2_web_acl.web_acl_web_acl").rule) {
    delete statement.managed_rule_group_statement?.rule_action_override;
  }
  edit.set("aws_lb.load_balancer_load_balancer", { enable_deletion_protection: true });
  edit.set(CLUSTER, { deletion_protection: true, port: 5433 });
  edit.add("aws_backup_selection.database", { resources: [`\${${CLUSTER}.arn}`] });
  for (const role of PEOPLES_ROLES) {
    const named = ["arn:aws:iam::123456789012:role/team", "${aws_iam_role.operator_role.arn}"];
    edit.statement(role, "AssumeByPeople", { Principal: { AWS: named } }, "assume_role_policy");
  }
  for (const color of ["blue", "green"]) {
    edit.set(`aws_lb_target_group.traffic_target_group_${color}`, { protocol: "HTTPS" });
    edit.set(`aws_cloudwatch_log_group.${color}_task_log_group`, { retention_in_days: 365 });
  }
  edit.set("aws_cloudwatch_log_group.cluster_log_group", { retention_in_days: 365 });
  edit.set("aws_lambda_function.release_controller_function", {
    runtime: "nodejs24.x",
    vpc_config: { subnet_ids: ["${aws_subnet.network_private_subnet_us_east_1a.id}"] },
    tracing_config: { mode: "Active" },
    dead_letter_config: { target_arn: "${aws_sns_topic.notifications_topic.arn}" },
    reserved_concurrent_executions: 2,
    code_signing_config_arn: "arn:aws:lambda:us-east-1:123456789012:code-signing-config:csc-0123",
  });
  edit.set("aws_ssm_parameter.traffic_split_parameter", { type: "SecureString" });
  edit.set("aws_s3_bucket_server_side_encryption_configuration.load_balancer_access_logs_encryption", {
    rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms" } }],
  });
  edit.add("aws_s3_bucket_logging.access_logs", { bucket: `\${${BUCKET}.bucket}` });
  return edit;
}
