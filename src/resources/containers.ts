import { COLORS } from "../naming/color";
import { resourceName } from "../naming/names";
import { INTERRUPTING } from "./interruptions";
import { type Names, NO_ATTRIBUTES, type Row } from "./row";

/** The task definitions of an environment: one for each color, and one for migrations. */
const TASKS = [...COLORS, "migration"];

const services: Names = (suffix) => COLORS.map((color) => resourceName(suffix, "ecs-service", color));

/**
 * Returns the id that Application Auto Scaling uses for each ECS service. An id has the form `service/<cluster>/<service>`. The names of
 * the target tracking alarms contain these ids too.
 */
export const scaled: Names = (suffix, accountId) => services(suffix, accountId).map((service) => `service/${resourceName(suffix, "ecs-cluster")}/${service}`);

/** The facts about the Terraform resource types of ECS and of Application Auto Scaling. Each type has a {@link Row}. */
export const CONTAINERS = {
  aws_ecs_cluster: {
    aws: "ECS cluster",
    arns: ["arn:aws:ecs:{region}:{account}:cluster/{name}"],
    named: { by: "name", attribute: "name", names: (suffix) => [resourceName(suffix, "ecs-cluster")] },
    data: false,
    guards: false,
    attributes: { ...NO_ATTRIBUTES, ...INTERRUPTING.aws_ecs_cluster, parts: [/^setting\[containerInsights\]\.value$/] },
    judged: { by: ["ecs-container-insights"] },
    actions: {
      read: ["ecs:DescribeClusters"],
      make: ["ecs:CreateCluster", "ecs:TagResource"],
      remove: ["ecs:DeleteCluster"],
      use: ["ecs:DescribeClusters"],
      granted: "by statement",
    },
    left: { lists: ["ecs:DescribeClusters", "ecs:ListClusters"], swept: false, byHand: ({ id }) => `aws ecs delete-cluster --cluster ${id}` },
  },
  aws_ecs_service: {
    aws: "ECS service",
    arns: ["arn:aws:ecs:{region}:{account}:service/*/{name}"],
    named: { by: "name", attribute: "name", names: services },
    data: false,
    guards: false,
    attributes: {
      ...NO_ATTRIBUTES,
      ...INTERRUPTING.aws_ecs_service,
      routes: [/^load_balancer\b/],
      opens: {
        enable_execute_command: { value: true, isUsual: false },
        "network_configuration[0].assign_public_ip": { value: true, isUsual: false },
      },
      parts: [/^(alarms|deployment_circuit_breaker)\[0\]\./, /^platform_version$/],
      loosens: [/^network_configuration\[0\]\.security_groups\[/],
      plain: [/^task_definition$/], // a review describes the changes of the task definition itself
    },
    judged: { by: ["ecs-no-public-ip", "ecs-platform-version", "ecs-no-exec", "ecs-circuit-breaker"] },
    actions: {
      read: ["ecs:DescribeServices"],
      make: ["ecs:CreateService", "ecs:TagResource", "ecs:UpdateService", "iam:PassRole"],
      remove: ["ecs:DeleteService"],
      use: [
        "ecs:DescribeServiceDeployments",
        "ecs:DescribeServices",
        "ecs:DescribeTasks",
        "ecs:ListServiceDeployments",
        "ecs:ListTasks",
        "ecs:StopTask",
        "ecs:UpdateService",
      ],
      granted: "by statement",
    },
    left: {
      lists: ["ecs:DescribeServices", "ecs:ListServices"],
      swept: false,
      byHand: ({ id }) => `aws ecs delete-service --force --cluster ${id.split("/").at(-2)} --service ${id.split("/").at(-1)}`,
    },
  },
  aws_ecs_task_definition: {
    aws: "ECS task definition",
    arns: ["arn:aws:ecs:{region}:{account}:task-definition/{name}:*"],
    named: { by: "name", attribute: "family", names: (suffix) => TASKS.map((task) => resourceName(suffix, "task-definition", task)) },
    data: false,
    guards: false,
    attributes: {
      ...NO_ATTRIBUTES,
      parts: [/^(execution_role_arn|ipc_mode|network_mode|pid_mode|task_role_arn)$/],
      plain: [/^container_definitions\b/], // a review names the images and secrets that change
    },
    judged: {
      by: [
        "container-read-only",
        "container-not-privileged",
        "container-not-root",
        "container-no-secrets",
        "container-logs",
        "task-separate-roles",
        "task-own-processes",
        "task-reads-no-secrets",
        "container-secrets-account",
      ],
    },
    actions: {
      read: ["ecs:DescribeTaskDefinition"],
      make: ["ecs:RegisterTaskDefinition", "ecs:TagResource", "iam:PassRole"],
      remove: ["ecs:DeregisterTaskDefinition"],
      use: ["ecs:DescribeTaskDefinition"],
      granted: "by statement",
    },
    left: {
      lists: ["ecs:ListTaskDefinitions"],
      swept: true,
      byHand: ({ id }) => `aws ecs deregister-task-definition --task-definition ${id}`,
      why: "registered by a deploy that was killed",
    },
  },
  aws_appautoscaling_target: {
    aws: "Application Auto Scaling target",
    arns: ["arn:aws:application-autoscaling:{region}:{account}:scalable-target/*"],
    named: { by: "owner", names: scaled },
    data: false,
    guards: false,
    attributes: {
      ...NO_ATTRIBUTES,
      ...INTERRUPTING.aws_appautoscaling_target,
      // https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-suspend-resume-scaling.html
      weak: {
        "suspended_state[0].dynamic_scaling_in_suspended": true,
        "suspended_state[0].dynamic_scaling_out_suspended": true,
        "suspended_state[0].scheduled_scaling_suspended": true,
      },
    },
    judged: { notBecause: "autoscaling only changes the number of tasks" },
    actions: {
      read: ["application-autoscaling:DescribeScalableTargets", "application-autoscaling:ListTagsForResource"],
      make: ["application-autoscaling:RegisterScalableTarget", "application-autoscaling:TagResource"],
      remove: ["application-autoscaling:DeregisterScalableTarget"],
      use: [
        "application-autoscaling:DescribeScalableTargets",
        "application-autoscaling:DescribeScalingActivities",
        "application-autoscaling:RegisterScalableTarget",
      ],
      granted: "by statement",
    },
    left: {
      lists: ["application-autoscaling:DescribeScalableTargets"],
      swept: true,
      byHand: ({ id }) =>
        `aws application-autoscaling deregister-scalable-target --service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id ${id}`,
    },
  },
  aws_appautoscaling_policy: {
    aws: "Application Auto Scaling policy",
    arns: [], // AWS checks the ARN of the scalable target
    named: { by: "owner", names: scaled },
    data: false,
    guards: true, // without the policy nothing adds tasks
    attributes: NO_ATTRIBUTES,
    judged: { notBecause: "autoscaling only changes the number of tasks" },
    actions: {
      read: ["application-autoscaling:DescribeScalingPolicies"],
      make: ["application-autoscaling:PutScalingPolicy", "cloudwatch:DescribeAlarms", "cloudwatch:PutMetricAlarm"],
      remove: ["application-autoscaling:DeleteScalingPolicy", "cloudwatch:DeleteAlarms"],
      use: ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"],
      granted: "by statement",
    },
    left: {
      lists: ["application-autoscaling:DescribeScalingPolicies"],
      swept: true, // AWS deletes the policy together with its scalable target
      byHand: () => "is deleted with its scalable target",
    },
  },
} as const satisfies Readonly<Record<string, Row>>;
