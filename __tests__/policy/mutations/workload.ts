import { FOREIGN_SECRET_ARN, PARAMETER_ARN } from "../../support/environments";
import type { Attributes } from "../../support/synthesized";
import { type Editing, type Mutation, type Mutations, setting } from "./editing";

const SERVICE = "aws_ecs_service.blue_service";
const TASK = "aws_ecs_task_definition.green_task_task_definition";
const TASK_ROLE = "aws_iam_role.green_application_role_role";
const READING = JSON.stringify({
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Action: "secretsmanager:GetSecretValue",
    Resource: "arn:aws:secretsmanager:us-east-1:123456789012:secret:x",
  },
});
const CLUSTER = "aws_ecs_cluster.cluster_cluster";

const container =
  (change: Attributes): Mutation =>
  (edit) => {
    edit.container(TASK, change);
    return [TASK];
  };

export const WORKLOAD_MUTATIONS: Mutations = {
  "ecs-no-public-ip": {
    "a public address": setting(SERVICE, { network_configuration: { assign_public_ip: true } }),
  },
  "ecs-platform-version": {
    "an old one": setting(SERVICE, { platform_version: "1.3.0" }),
    "none named": setting(SERVICE, { platform_version: undefined }),
  },
  "ecs-no-exec": { "switched on": setting(SERVICE, { enable_execute_command: true }) },
  "ecs-circuit-breaker": {
    off: setting(SERVICE, { deployment_circuit_breaker: { enable: false, rollback: true } }),
    "without rollback": setting(SERVICE, { deployment_circuit_breaker: { enable: true, rollback: false } }),
    none: setting(SERVICE, { deployment_circuit_breaker: undefined }),
  },
  "ecs-container-insights": {
    off: setting(CLUSTER, { setting: [{ name: "containerInsights", value: "disabled" }] }),
    none: setting(CLUSTER, { setting: undefined }),
  },
  "container-read-only": {
    writable: container({ readonlyRootFilesystem: false }),
    "not said": container({ readonlyRootFilesystem: undefined }),
  },
  "container-not-privileged": {
    privileged: container({ privileged: true }),
    "privileged where a variable says so": container({ privileged: "${var.privileged}" }),
    "a capability": container({ linuxParameters: { capabilities: { add: ["SYS_PTRACE"] } } }),
  },
  "container-not-root": {
    root: container({ user: "0" }),
    "root by name": container({ user: "root" }),
    "root's group": container({ user: "10001:0" }),
    "the image's own": container({ user: undefined }),
  },
  "container-no-secrets": {
    "a password": container({ environment: [{ name: "DATABASE_PASSWORD", value: "x" }] }),
    "a password in a URL": container({ environment: [{ name: "X", value: "postgres://app:x@db/y" }] }),
    "a password in a command": container({ command: ["migrate", "--password", "x"] }),
    "a key of AWS": container({ environment: [{ name: "AWS_ACCESS_KEY_ID", value: "x" }] }),
  },
  "container-secrets-account": {
    "of another account": container({ secrets: [{ name: "X", valueFrom: FOREIGN_SECRET_ARN }] }),
    "of another region": container({
      secrets: [{ name: "X", valueFrom: PARAMETER_ARN.replace("us-east-1", "us-west-2") }],
    }),
    "by a name that any account may have": container({ secrets: [{ name: "X", valueFrom: "team/partner" }] }),
  },
  "container-logs": {
    none: container({ logConfiguration: undefined }),
    "another driver": container({ logConfiguration: { logDriver: "json-file" } }),
  },
  "task-separate-roles": {
    "one role for both": (edit) => {
      edit.set(TASK, { task_role_arn: edit.get(TASK).execution_role_arn });
      return [TASK];
    },
  },
  "task-reads-no-secrets": {
    "a policy inside the role": (edit) => {
      edit.set(TASK_ROLE, { inline_policy: [{ name: "reads", policy: READING }] });
      return [TASK];
    },
    "a policy that is attached to the role": (edit) => {
      edit.add("aws_iam_policy.reads", { policy: READING });
      edit.add("aws_iam_role_policy_attachment.reads", {
        role: "${aws_iam_role.green_application_role_role.name}",
        policy_arn: "${aws_iam_policy.reads.arn}",
      });
      return [TASK];
    },
    "a policy of the role by its name": (edit) => {
      edit.add("aws_iam_role_policy.reads", { role: edit.get(TASK_ROLE).name, policy: READING });
      return [TASK];
    },
    ...Object.fromEntries(
      [
        ["secretsmanager:GetSecretValue"],
        ["ssm:GetParameters"],
        ["kms:Decrypt"],
        ["kms:Decrypt", ["sqs.us-east-1.amazonaws.com", "ssm.us-east-1.amazonaws.com"]],
        ["kms:Decrypt", "s*.us-east-1.amazonaws.com"],
        ["ssm:GetParameters", "sqs.us-east-1.amazonaws.com"],
      ].map(([action, via]) => [
        via === undefined ? `${action}` : `${action} by way of ${via}`,
        (edit: Editing) => {
          edit.statement("aws_iam_role_policy.green_application_role_policy", "ConnectToDatabase", {
            Action: ["rds-db:connect", action],
            ...(via && { Condition: { StringEquals: { "kms:ViaService": via } } }),
          });
          return [TASK];
        },
      ]),
    ),
  },
  "task-own-processes": { "the host's": setting(TASK, { pid_mode: "host" }) },
};
