import { at, list, type Resource, refersTo, type SynthesizedDocument } from "../../../policy/document";

/** A group of subnets that are all public or all private. */
export interface Subnets {
  /** True if the subnets route to the internet gateway. */
  readonly arePublic: boolean;
  /** The Availability Zones of the subnets. */
  readonly zones: readonly string[];
}

/**
 * Returns whether a subnet is public: its route table has a route to an internet gateway.
 * https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html
 */
function isPublic(document: SynthesizedDocument, subnet: Resource): boolean {
  const tables = document
    .referring("aws_route_table_association", "subnet_id", subnet)
    .map(({ attributes }) => attributes.route_table_id);
  return document
    .resources("aws_route")
    .some(
      ({ attributes: { gateway_id, route_table_id } }) =>
        gateway_id !== undefined && tables.includes(route_table_id),
    );
}

/** Returns the subnets to which an attribute's value refers. @param value the value in the Terraform JSON, such as a list of subnet ids */
export function subnetsOf(document: SynthesizedDocument, value: unknown): Subnets {
  const named = document.resources("aws_subnet").filter((subnet) => refersTo(value, subnet));
  return {
    arePublic: named.some((subnet) => isPublic(document, subnet)),
    zones: named.map(({ attributes }) => String(attributes.availability_zone)),
  };
}

/** Returns Availability Zones as a short text, such as `us-east-1a, b, c`. */
export const zonesText = (zones: readonly string[]): string =>
  zones
    .map((zone, index) => (index === 0 ? zone : zone.replace(zones[0]?.slice(0, -1) ?? "", "")))
    .join(", ");

/** Returns numbers of days as text: `7 days` if all numbers are equal, or a range such as `7 to 30 days`. */
export const daysText = (days: readonly number[]): string => {
  const [least, most] = [Math.min(...days), Math.max(...days)];
  return least === most ? `${least} day${least === 1 ? "" : "s"}` : `${least} to ${most} days`;
};

/**
 * Returns the values of one attribute in several resources. Values that are not numbers are left out.
 *
 * @param path the path of the attribute in each resource
 */
export const numbersOf = (resources: readonly Resource[], path: string): readonly number[] =>
  resources.flatMap(({ attributes }) => {
    const value = at(attributes, path);
    return typeof value === "number" ? [value] : [];
  });

/** Returns the first resource of a type, or `undefined` if the type has no resource. */
export const one = (document: SynthesizedDocument, type: string): Resource | undefined =>
  document.resources(type)[0];

/** Returns the ECS services. Each has its color (the name of its container), target group, task definition and range of task counts. */
export const services = (document: SynthesizedDocument) =>
  document.resources("aws_ecs_service").map((service) => {
    const { attributes } = service;
    const task = document
      .resources("aws_ecs_task_definition")
      .find((it) => refersTo(attributes.task_definition, it));
    const scaling = document
      .resources("aws_appautoscaling_target")
      .find((it) => refersTo(it.attributes.resource_id, service));
    return {
      service,
      color: String(at(attributes, "load_balancer.container_name")),
      port: Number(at(attributes, "load_balancer.container_port")),
      targetGroup: at(attributes, "load_balancer.target_group_arn"),
      tasks: scaling && [scaling.attributes.min_capacity, scaling.attributes.max_capacity].map(Number),
      task: task?.attributes ?? {},
    };
  });

/** The ECS service of one color. */
export type Service = ReturnType<typeof services>[number];

/** Removes duplicates. */
export const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

/** Returns the load balancers, ECS services, database clusters and VPC endpoints that use a security group. */
export const membersOf = (document: SynthesizedDocument, group: Resource): readonly Resource[] =>
  document
    .resources("aws_lb", "aws_ecs_service", "aws_rds_cluster", "aws_vpc_endpoint")
    .filter(({ attributes }) =>
      list(
        attributes.security_groups ??
          attributes.vpc_security_group_ids ??
          attributes.security_group_ids ??
          at(attributes, "network_configuration.security_groups"),
      ).some((it) => refersTo(it, group)),
    );
