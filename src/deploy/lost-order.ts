import { COLORS, type Color } from "../naming/color";
import { stackName } from "../naming/names";
import { actionOf, attribute, type TerraformPlan } from "../review/terraform-plan";
import { RefusedError } from "../terminal/refused";

/** What a color's running tasks need, and what therefore goes after the services have changed: docs/decisions/0021-changes-in-place.md */
const neededBy = (color: Color) =>
  new RegExp(
    `^aws_(vpc_security_group_(in|e)gress_rule|vpc_endpoint|subnet|route|route_table_association|nat_gateway)\\.|^aws_iam_role_policy\\.${color}_task_execution_`,
  );

/**
 * Refuses a plan that removes what running tasks need without waiting for the services. Terraform's state has the order: each service
 * depends on what its tasks need. Where a deployment fails while it changes a service, or ECS rolls the service back, Terraform
 * writes the dependencies of the new configuration into the state all the same. The tasks of before run on. The state shows that: it
 * has the new task definition, and a service that runs another one.
 *
 * @param plan the output of `terraform show -json`
 * @param suffix the environment's suffix
 * @throws RefusedError with the command that changes the services first
 */
export function refuseLostOrder({ resource_changes = [], prior_state }: TerraformPlan, suffix: string): void {
  const going = resource_changes.filter((it) => actionOf(it) === "destroy" && it.deposed === undefined);
  const state = prior_state?.values?.root_module?.resources?.filter((it) => it.deposed_key === undefined);
  const inState = (address: string) => state?.find((it) => it.address === address);
  const lost = COLORS.flatMap((color) => {
    const service = inState(`aws_ecs_service.${color}_service`);
    const definition = inState(`aws_ecs_task_definition.${color}_task_task_definition`);
    if (service === undefined || definition === undefined) return [];
    if (attribute(service.values, "task_definition") === attribute(definition.values, "arn")) return [];
    const needed = neededBy(color);
    return going.filter((it) => needed.test(it.address) && !service.depends_on?.includes(it.address));
  });
  if (lost.length === 0) return;
  const services = resource_changes.filter((it) => it.type === "aws_ecs_service" && actionOf(it) !== "none");
  throw new RefusedError(
    [
      "an earlier deployment did not get a service to run its new tasks. The old tasks may still need what this plan removes at once:",
      ...[...new Set(lost.map(({ address }) => address))].map((it) => `  ${it}`),
      "Change the services first, and deploy again:",
      `terraform -chdir=cdktf.out/stacks/${stackName(suffix)} apply ${services.map(({ address }) => `-target=${address}`).join(" ")}`,
    ].join("\n"),
  );
}
