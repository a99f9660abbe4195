import { at, list, type Resource, refersTo, type SynthesizedDocument } from "../../../policy/document";

/** Subnets of one sort, by their zones. */
export interface Subnets {
  /** Whether the internet gateway is their way out. */
  readonly arePublic: boolean;
  readonly zones: readonly string[];
}

/** Whether some route table of a subnet leads to an internet gateway. https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html */
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

/** The subnets that a value names. */
export function subnetsOf(document: SynthesizedDocument, value: unknown): Subnets {
  const named = document.resources("aws_subnet").filter((subnet) => refersTo(value, subnet));
  return {
    arePublic: named.some((subnet) => isPublic(document, subnet)),
    zones: named.map(({ attributes }) => String(attributes.availability_zone)),
  };
}

/** Zones in few letters: `us-east-1a, b, c`. */
export const zonesText = (zones: readonly string[]): string =>
  zones
    .map((zone, index) => (index === 0 ? zone : zone.replace(zones[0]?.slice(0, -1) ?? "", "")))
    .join(", ");

/** Days as people say them. */
export const daysText = (days: readonly number[]): string => {
  const [least, most] = [Math.min(...days), Math.max(...days)];
  return least === most ? `${least} day${least === 1 ? "" : "s"}` : `${least} to ${most} days`;
};

/** Numbers of a type's attribute. */
export const numbersOf = (resources: readonly Resource[], path: string): readonly number[] =>
  resources.flatMap(({ attributes }) => {
    const value = at(attributes, path);
    return typeof value === "number" ? [value] : [];
  });

/** The only resource of a type, or nothing. */
export const one = (document: SynthesizedDocument, type: string): Resource | undefined =>
  document.resources(type)[0];

/** The services, each with the color that its container is named by, and how many tasks it runs. */
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

/** A service of one color. */
export type Service = ReturnType<typeof services>[number];

/** Names that a list holds, each once. */
export const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

/** Everything of a type that names a security group, by the attribute that does. */
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
