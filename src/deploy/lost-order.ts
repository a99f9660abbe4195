import { stackName } from "../naming/names";
import { actionOf, attribute, type TerraformPlan } from "../review/terraform-plan";
import { RefusedError } from "../terminal/refused";

/** What a color's running tasks need, and what therefore goes after the services have changed: docs/decisions/0021-changes-in-place.md */
const neededBy = (color: string | undefined) =>
  new RegExp(
    `^aws_(vpc_security_group_(in|e)gress_rule|vpc_endpoint|subnet|route|route_table_association|nat_gateway)\\.|^aws_iam_role_policy\\.${color}_task_execution_`,
  );

/**
 * Refuses a plan that removes what running tasks need without waiting for the services. Terraform's state has the order: each service
 * depends on what its tasks need. Where a deployment fails while it changes a service, Terraform
 * writes the dependencies of the new configuration into the state all the same. The tasks of before run on, and AWS's answer then
 * differs from the state: the service runs another task definition.
 *
 * @param plan the output of `terraform show -json`
 * @param suffix the environment's suffix
 * @throws RefusedError with the command that changes the services first
 */
export function refuseLostOrder(
  { resource_changes = [], resource_drift = [], prior_state }: TerraformPlan,
  suffix: string,
): void {
  const going = resource_changes.filter((it) => actionOf(it) === "destroy" && it.deposed === undefined);
  const lost = resource_drift
    .filter(({ type, change: { before, after } }) => {
      const definition = (of: typeof before) => attribute(of, "task_definition");
      return type === "aws_ecs_service" && definition(before) !== definition(after);
    })
    .flatMap(({ address }) => {
      const state = prior_state?.values?.root_module?.resources?.find((it) => it.address === address);
      const needed = neededBy(/\.(\w+)_service$/.exec(address)?.[1]);
      return going.filter((it) => needed.test(it.address) && !state?.depends_on?.includes(it.address));
    });
  if (lost.length === 0) return;
  const services = resource_changes.filter(({ type }) => type === "aws_ecs_service");
  throw new RefusedError(
    [
      "an earlier deployment failed while it changed a service, whose tasks may still need what this plan removes at once:",
      ...[...new Set(lost.map(({ address }) => address))].map((it) => `  ${it}`),
      "Change the services first, and deploy again:",
      `terraform -chdir=cdktf.out/stacks/${stackName(suffix)} apply ${services.map(({ address }) => `-target=${address}`).join(" ")}`,
    ].join("\n"),
  );
}
