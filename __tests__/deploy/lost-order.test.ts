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
const service = (actions: readonly string[], before: string, after: string, address = SERVICE) => ({
  address,
  mode: "managed",
  type: "aws_ecs_service",
  change: { actions, before: { task_definition: before }, after: { task_definition: after } },
});
const plan = (more: object) =>
  ({
    format_version: "1.2",
    resource_changes: [goes(RULE), service(["update"], "green:1", "green:2")],
    resource_drift: [service(["update"], "green:2", "green:1")],
    prior_state: {
      values: { root_module: { resources: [{ address: SERVICE, depends_on: ["aws_lb.one"] }] } },
    },
    ...more,
  }) as unknown as TerraformPlan;

it("what running tasks need does not go first where an earlier deployment did not change their service", () => {
  expect(() => refuseLostOrder(plan({}), "prod")).toThrow(
    new RefusedError(`an earlier deployment failed while it changed a service, whose tasks may still need what this plan removes at once:
  ${RULE}
Change the services first, and deploy again:
terraform -chdir=cdktf.out/stacks/transaction-processing-prod apply -target=${SERVICE}`),
  );
});

it.each([
  "aws_subnet.a",
  "aws_route.a",
  "aws_vpc_endpoint.a",
  "aws_iam_role_policy.green_task_execution_role_needs_policy",
])("%s is needed", (address) => {
  const resource_changes = [goes(address), service(["update"], "green:1", "green:2")];
  expect(() => refuseLostOrder(plan({ resource_changes }), "prod")).toThrow(address);
});

it.each<[what: string, more: object]>([
  [
    "what the state says that the service depends on, which goes last",
    { prior_state: { values: { root_module: { resources: [{ address: SERVICE, depends_on: [RULE] }] } } } },
  ],
  ["what goes where each service runs what the state says", { resource_drift: [] }],
  [
    "a service that only its tasks' number distinguishes",
    { resource_drift: [service(["update"], "green:1", "green:1")] },
  ],
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
