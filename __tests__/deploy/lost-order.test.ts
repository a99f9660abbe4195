import { refuseLostOrder } from "../../src/deploy/lost-order";
import type { TerraformPlan } from "../../src/review/terraform-plan";
import { RefusedError } from "../../src/terminal/refused";

const RULE = "aws_vpc_security_group_ingress_rule.firewall_alb_to_tasks_8080_ingress";
const SERVICE = "aws_ecs_service.green_service";
const goes = (address: string, more: object = {}) => ({
  address,
  mode: "managed",
  type: address.replace(/\..*/, ""),
  change: { actions: ["delete"], before: {}, after: null },
  ...more,
});
const change = {
  address: SERVICE,
  mode: "managed",
  type: "aws_ecs_service",
  change: {
    actions: ["update"],
    before: { task_definition: "green:1" },
    after: { task_definition: "green:2" },
  },
};
const UNCHANGED = {
  ...change,
  address: "aws_ecs_service.blue_service",
  change: { ...change.change, actions: ["no-op"] },
};
/** The state: the newest task definition of green, what its service runs, and what the service depends on. */
const state = (
  newest: string,
  runs: string,
  dependsOn: readonly string[] = ["aws_lb.one"],
  more: object[] = [],
) => ({
  prior_state: {
    values: {
      root_module: {
        resources: [
          ...more,
          { address: "aws_ecs_task_definition.green_task_task_definition", values: { arn: newest } },
          { address: SERVICE, values: { task_definition: runs }, depends_on: dependsOn },
        ],
      },
    },
  },
});
const plan = (more: object) =>
  ({
    format_version: "1.2",
    resource_changes: [goes(RULE), change, UNCHANGED],
    ...state("green:2", "green:1"),
    ...more,
  }) as unknown as TerraformPlan;

it("what running tasks need does not go first where an earlier deployment did not change their service", () => {
  expect(() => refuseLostOrder(plan({}), "prod")).toThrow(
    new RefusedError(`a service does not run the task definition of the last deployment. Its tasks may still need these resources, which this plan would destroy before it changes the service:
  ${RULE}
Apply the changes of the services first, then deploy again:
terraform -chdir=cdktf.out/stacks/transaction-processing-prod apply -target=${SERVICE}`),
  );
});

it.each([
  "aws_subnet.a",
  "aws_route.a",
  "aws_vpc_endpoint.a",
  "aws_iam_role_policy.green_task_execution_role_needs_policy",
])("%s is needed", (address) => {
  const resource_changes = [goes(address), change];
  expect(() => refuseLostOrder(plan({ resource_changes }), "prod")).toThrow(address);
});

it.each<[what: string, more: object]>([
  ["what the state says that the service depends on, which goes last", state("green:2", "green:1", [RULE])],
  ["what goes where each service runs the newest task definition", state("green:2", "green:2")],
  [
    "what goes beside an older task definition that Terraform has yet to remove",
    state(
      "green:2",
      "green:2",
      [],
      [
        {
          address: "aws_ecs_task_definition.green_task_task_definition",
          deposed_key: "1a2b",
          values: { arn: "green:1" },
        },
      ],
    ),
  ],
  ["what goes before there is a service", { prior_state: {} }],
  [
    "what a replacement has left over, which Terraform removes last",
    { resource_changes: [goes(RULE, { deposed: "1a2b" })] },
  ],
  ["what no task needs", { resource_changes: [goes("aws_cloudwatch_metric_alarm.one")] }],
  [
    "what the other color's tasks need",
    { resource_changes: [goes("aws_iam_role_policy.blue_task_execution_role_needs_policy")] },
  ],
])("%s is not refused", (_, more) => expect(() => refuseLostOrder(plan(more), "prod")).not.toThrow());
