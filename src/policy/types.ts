// Resource types that rules judge, themselves or together with what they belong to.
const JUDGED = [
  "aws_backup_selection",
  "aws_cloudwatch_composite_alarm",
  "aws_cloudwatch_log_group",
  "aws_cloudwatch_metric_alarm",
  "aws_db_event_subscription",
  "aws_default_security_group",
  "aws_ecs_cluster",
  "aws_ecs_service",
  "aws_ecs_task_definition",
  "aws_flow_log",
  "aws_iam_access_key",
  "aws_iam_group",
  "aws_iam_group_policy",
  "aws_iam_policy",
  "aws_iam_policy_attachment",
  "aws_iam_role",
  "aws_iam_role_policy",
  "aws_iam_role_policy_attachment",
  "aws_iam_user",
  "aws_iam_user_login_profile",
  "aws_iam_user_policy",
  "aws_kms_key",
  "aws_lb",
  "aws_lb_listener",
  "aws_lb_target_group",
  "aws_rds_cluster",
  "aws_rds_cluster_instance",
  "aws_rds_cluster_parameter_group",
  "aws_s3_bucket",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_logging",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
  "aws_secretsmanager_secret",
  "aws_secretsmanager_secret_rotation",
  "aws_security_group",
  "aws_security_group_rule",
  "aws_sns_topic",
  "aws_sns_topic_policy",
  "aws_ssm_parameter",
  "aws_subnet",
  "aws_vpc",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
  "aws_wafv2_web_acl",
  "aws_wafv2_web_acl_association",
  "aws_wafv2_web_acl_logging_configuration",
];

// Types that hold no data, open nothing and give no rights by themselves: what they connect is judged.
const PLAIN = [
  "aws_acm_certificate", // public by nature; ACM keeps the private key and renews it
  "aws_acm_certificate_validation",
  "aws_appautoscaling_policy",
  "aws_appautoscaling_target",
  "aws_cloudwatch_dashboard",
  "aws_cloudwatch_event_rule", // listens only
  "aws_cloudwatch_event_target", // the topic's policy says who may publish
  "aws_db_subnet_group",
  "aws_eip", // addresses of NAT gateways
  "aws_internet_gateway",
  "aws_kms_alias",
  "aws_lb_listener_rule", // sends requests to target groups that are judged
  "aws_nat_gateway",
  "aws_route",
  "aws_route53_record",
  "aws_route_table",
  "aws_route_table_association",
  "aws_sns_topic_subscription",
  "aws_vpc_endpoint", // behind a security group; the gateway to S3 opens nothing that IAM does not allow
];

const KNOWN = new Set([...JUDGED, ...PLAIN]);

/** Whether somebody has thought about a resource type. */
export const isKnownType = (type: string): boolean => KNOWN.has(type);
