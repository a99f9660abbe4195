import { attributesOf } from "../resources";
import type { Shares } from "./color-of";
import { differences } from "./difference";
import { noticed, toldOf } from "./interruptions";
import type { Finding } from "./section";
import { type Attributes, attribute, type Json, type ResourceChange } from "./terraform-plan";
import { data, text } from "./text";

/**
 * Returns findings about capacity that somebody reduced outside of Terraform, if users can notice the reduction. The function also checks
 * capacity that the configuration does not set.
 *
 * @param changes the changes of the plan; the autoscaling targets in them contain each ECS service's minimum number of tasks
 */
export function lessByHand(
  resource: ResourceChange,
  changes: readonly ResourceChange[],
  shares: Shares,
): Finding[] {
  const { lessens } = attributesOf(resource.type);
  return [
    ...noticed(resource, differences(resource.change), { interrupts: {}, lessens }, shares),
    ...fewerTasks(resource, changes, shares),
  ];
}

/**
 * Returns a finding if somebody set the desired count of an ECS service below the minimum capacity of autoscaling. A desired count at or
 * above the minimum gives no finding, because autoscaling itself may have set it.
 */
function fewerTasks(resource: ResourceChange, changes: readonly ResourceChange[], shares: Shares): Finding[] {
  const { address, type, change } = resource;
  const [was, becomes] = [change.before, change.after].map((it) => tasksOf(it));
  if (type !== "aws_ecs_service" || was === undefined || becomes === undefined || becomes >= was) return [];
  const service = String(attribute(change.after, "name"));
  const least = leastOf(service, changes) ?? 1;
  if (becomes >= least) return [];
  const cluster = String(attribute(change.after, "cluster")).split("/").at(-1) ?? "";
  const command = `aws ecs update-service --cluster ${cluster} --service ${service} --desired-count ${least}`;
  const told = toldOf(
    resource,
    shares,
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-stepscaling.html
    (who) =>
      text`${data(address)}${who}, desired_count ${was} → ${becomes}: fewer tasks than autoscaling's minimum of ${least}, and autoscaling adds tasks only when one of its alarms asks for more tasks; to set desired_count to ${least}, run ${data(command)}`,
  );
  return [{ ...told, before: String(was), after: String(becomes) }];
}

const tasksOf = (service: Json): number | undefined => {
  const count = attribute(service, "desired_count");
  return typeof count === "number" ? count : undefined;
};

/** Returns the minimum capacity of an ECS service in the plan. */
function leastOf(service: string, changes: readonly ResourceChange[]): number | undefined {
  const target = changes
    .filter(({ type }) => type === "aws_appautoscaling_target")
    .map(({ change }) => change.after as Attributes | null)
    .find((it) => String(it?.resource_id).endsWith(`/${service}`));
  return typeof target?.min_capacity === "number" ? target.min_capacity : undefined;
}
