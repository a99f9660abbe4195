import { COLORS, type Color } from "../naming/color";
import { stackName } from "../naming/names";
import { actionOf, attribute, type TerraformPlan } from "../review/terraform-plan";
import { RefusedError } from "../terminal/refused";

/**
 * Matches the Terraform addresses of resources that a color's running tasks need. Terraform may destroy such a resource only after it has
 * changed the color's ECS service: docs/decisions/0021-changes-in-place.md
 */
const neededBy = (color: Color) =>
  new RegExp(
    `^aws_(vpc_security_group_(in|e)gress_rule|vpc_endpoint|subnet|route|route_table_association|nat_gateway)\\.|^aws_iam_role_policy\\.${color}_task_execution_`,
  );

/**
 * Refuses a plan that would destroy resources although running tasks still need them. Normally, the state records that a service depends on
 * these resources, so Terraform destroys them only after it has changed the service. This order is lost if a deployment fails while it
 * changes a service, or if ECS rolls the service back. In both cases, Terraform has written the new configuration's dependencies into the
 * state, although the old tasks keep running. The sign of a lost order is that a service does not run the task definition in the state.
 *
 * @param plan the output of `terraform show -json`
 * @param suffix the environment's suffix
 * @throws RefusedError with the command that applies the changes of the services first
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
      "a service does not run the task definition of the last deployment. Its tasks may still need these resources, which this plan would destroy before it changes the service:",
      ...[...new Set(lost.map(({ address }) => address))].map((it) => `  ${it}`),
      "Apply the changes of the services first, then deploy again:",
      `terraform -chdir=cdktf.out/stacks/${stackName(suffix)} apply ${services.map(({ address }) => `-target=${address}`).join(" ")}`,
    ].join("\n"),
  );
}
