import { type Mutation, setting } from "./editing";

const TASK = "aws_ecs_task_definition.green_task_task_definition";
const TASK_POLICY = "aws_iam_role_policy.green_application_role_policy";
const TASK_ROLE = "aws_iam_role.green_application_role_role";
const CLUSTER = "aws_rds_cluster.database_cluster";
const INSTANCE = "aws_rds_cluster_instance.database_instance_us_east_1b";
const PARAMETERS = "aws_rds_cluster_parameter_group.database_parameter_group";
const POLICY = "aws_iam_role_policy.release_controller_role_policy";
const ROLE = "aws_iam_role.releaser_role";
const KEY = "aws_kms_key.encryption_key_key";
const TOPIC_POLICY = "aws_sns_topic_policy.notifications_policy";
const BUCKET_POLICY = "aws_s3_bucket_policy.load_balancer_access_logs_policy";
const WEB_ACL = "aws_wafv2_web_acl.web_acl_web_acl";
const INGRESS = "aws_vpc_security_group_ingress_rule.open";
const EGRESS = "aws_vpc_security_group_egress_rule.open";

const CONTAINERS = [
  "container-read-only",
  "container-not-privileged",
  "container-not-root",
  "container-no-secrets",
  "container-secrets-account",
  "container-logs",
];
const GRANTS = ["iam-actions", "iam-resources", "iam-no-escalation", "iam-no-data-loss"];
const PARAMETER_RULES = ["rds-tls", "rds-statement-logging", "rds-log-without-data", "rds-data-access-audit"];
const TRUST = ["iam-trust", "iam-trust-named"];
const CAN_READ = "task-reads-no-secrets";

const containers = (container_definitions: unknown) => setting(TASK, { container_definitions });
const container =
  (change: object): Mutation =>
  (edit) => {
    edit.container(TASK, change);
    return [TASK];
  };
const opening = (address: string, peer: object): Mutation => {
  const rule = { description: "open", ip_protocol: "tcp", from_port: 22, to_port: 22 };
  const group = { security_group_id: "${aws_security_group.firewall_task_security_group.id}" };
  return (edit) => {
    edit.add(address, { ...group, ...rule, ...peer });
    return [address];
  };
};
const statement =
  (change: object, address: string, sid: string, attribute?: string): Mutation =>
  (edit) => {
    edit.statement(address, sid, change, attribute);
    return [address];
  };

/** What synth cannot read, and the rules that have to say so, by the address at which they say it. */
export const UNREADABLE: readonly (readonly [
  string,
  Mutation,
  Readonly<Record<string, readonly string[]>>,
])[] = [
  ["containers from a file", containers("${data.local_file.containers.content}"), { [TASK]: CONTAINERS }],
  ["no containers", containers("[]"), { [TASK]: CONTAINERS }],
  ["a container that is a reference", containers('["${var.container}"]'), { [TASK]: CONTAINERS }],
  [
    "variables of a container",
    container({ environment: "${var.environment}" }),
    { [TASK]: ["container-no-secrets"] },
  ],
  [
    "variables in a file in S3",
    container({ environmentFiles: [{ type: "s3", value: "arn:aws:s3:::x/.env" }] }),
    { [TASK]: ["container-no-secrets"] },
  ],
  [
    "secrets of a container",
    container({ secrets: "${var.secrets}" }),
    { [TASK]: ["container-secrets-account"] },
  ],
  [
    "parameters of Linux",
    container({ linuxParameters: "${var.linux}" }),
    { [TASK]: ["container-not-privileged"] },
  ],
  [
    "a task role of another stack",
    setting(TASK, { task_role_arn: "arn:aws:iam::123456789012:role/x" }),
    { [TASK]: ["task-separate-roles", CAN_READ] },
  ],
  [
    "a policy of the task role",
    setting(TASK_POLICY, { policy: "${data.aws_iam_policy_document.task.json}" }),
    { [TASK_POLICY]: GRANTS, [TASK]: [CAN_READ] },
  ],
  [
    "a managed policy of the task role",
    setting(TASK_ROLE, { managed_policy_arns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }),
    { [TASK]: [CAN_READ] },
  ],
  [
    "an attached policy of the task role",
    (edit) => {
      edit.add("aws_iam_role_policy_attachment.x", {
        role: "${aws_iam_role.green_application_role_role.name}",
        policy_arn: "arn:aws:iam::123456789012:policy/x",
      });
      return [TASK];
    },
    { [TASK]: [CAN_READ] },
  ],
  [
    "inline policies of the task role",
    setting(TASK_ROLE, { inline_policy: "${var.policies}" }),
    { [TASK_ROLE]: GRANTS, [TASK]: [CAN_READ] },
  ],
  [
    "a policy",
    setting(POLICY, { policy: "${data.aws_iam_policy_document.wide.json}" }),
    { [POLICY]: GRANTS },
  ],
  [
    "an action in a policy",
    statement({ Action: "${var.action}" }, POLICY, "RecordWeights"),
    { [POLICY]: GRANTS },
  ],
  [
    "a resource in a policy",
    statement({ Resource: "${var.resource}" }, POLICY, "RecordWeights"),
    { [POLICY]: ["iam-resources"] },
  ],
  [
    "a trust policy",
    setting(ROLE, { assume_role_policy: "${data.aws_iam_policy_document.trust.json}" }),
    { [ROLE]: TRUST },
  ],
  [
    "who may assume a role",
    statement({ Principal: { AWS: "${var.who}" } }, ROLE, "AssumeByPeople", "assume_role_policy"),
    { [ROLE]: TRUST },
  ],
  ["a key policy", setting(KEY, { policy: "${var.policy}" }), { [KEY]: ["kms-policy"] }],
  [
    "who may use a key",
    statement({ Principal: { AWS: "${var.who}" } }, KEY, "RdsEvents"),
    { [KEY]: ["kms-policy"] },
  ],
  ["a topic policy", setting(TOPIC_POLICY, { policy: "${var.x}" }), { [TOPIC_POLICY]: ["sns-publishers"] }],
  ["a bucket policy", setting(BUCKET_POLICY, { policy: "${var.x}" }), { [BUCKET_POLICY]: ["s3-policy"] }],
  [
    "a prefix list of callers",
    opening(INGRESS, { prefix_list_id: "pl-1a2b3c4d" }),
    { [INGRESS]: ["security-group-world-ingress"] },
  ],
  [
    "a prefix list of the called",
    opening(EGRESS, { prefix_list_id: "pl-1a2b3c4d" }),
    { [EGRESS]: ["security-group-world-egress"] },
  ],
  [
    "a range of the called",
    opening(EGRESS, { cidr_ipv4: "${var.range}" }),
    { [EGRESS]: ["security-group-world-egress"] },
  ],
  ["no zone", setting(INSTANCE, { availability_zone: undefined }), { [CLUSTER]: ["rds-zones"] }],
  ["a zone", setting(INSTANCE, { availability_zone: "${var.zone}" }), { [CLUSTER]: ["rds-zones"] }],
  [
    "a parameter group of an instance",
    setting(INSTANCE, { db_parameter_group_name: "x" }),
    { [CLUSTER]: PARAMETER_RULES },
  ],
  ["parameters", setting(PARAMETERS, { parameter: "${var.parameters}" }), { [CLUSTER]: PARAMETER_RULES }],
  [
    "parameters from an expression",
    setting(PARAMETERS, { dynamic: { parameter: { for_each: "${var.parameters}" } } }),
    { [CLUSTER]: PARAMETER_RULES },
  ],
  [
    "rules of AWS WAF",
    setting(WEB_ACL, { rule: "${var.rules}" }),
    { [WEB_ACL]: ["waf-known-bad-inputs", "waf-rules-act", "waf-managed-rules-block", "waf-metrics"] },
  ],
  [
    "the network of a service",
    setting("aws_ecs_service.blue_service", { network_configuration: "${var.network}" }),
    { "aws_ecs_service.blue_service": ["ecs-no-public-ip"] },
  ],
  [
    "how many bucket policies",
    setting(BUCKET_POLICY, { count: 0 }),
    { [BUCKET_POLICY]: ["s3-policy"], "aws_s3_bucket.load_balancer_access_logs_bucket": ["s3-tls"] },
  ],
  [
    "how many flow logs",
    setting("aws_flow_log.flow_logs_flow_log", { count: 0 }),
    { "aws_vpc.network_vpc": ["vpc-flow-logs"] },
  ],
];
