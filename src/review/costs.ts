import { COLORS } from "../naming/color";
import { PRICES, type Price } from "../resources/prices";
import type { Configuration } from "./configuration";
import { note, type ReviewInput, type Section } from "./section";
import { taskDefinition } from "./tasks";
import {
  type Attributes,
  actionOf,
  attribute,
  isObject,
  type Json,
  type ResourceChange,
} from "./terraform-plan";
import { joined, text } from "./text";

/** A resource with its attributes, either before or after the plan. */
export interface Priced {
  readonly address: string;
  readonly type: string;
  readonly values: Attributes;
}

/** The items with fixed costs, in the same order as the table in README.md. */
export type CostItem =
  | "Fargate tasks"
  | "Aurora at minimum capacity"
  | "NAT gateways"
  | "load balancer"
  | "public IPv4 addresses"
  | "interface endpoints"
  | "WAF"
  | "KMS key"
  | "alarms and dashboard";

type Units = readonly (readonly [item: CostItem, units: number, price: Price])[];

/**
 * Returns the fixed costs of each item, in US dollars per month. The costs include the minimum number of tasks and the minimum database
 * capacity. They do not include traffic, requests and logs.
 */
export function monthlyCosts(resources: readonly Priced[]): ReadonlyMap<CostItem, number> {
  const costs = new Map<CostItem, number>();
  const all = new Map(resources.map((it) => [it.address, it]));
  for (const resource of resources) {
    for (const [item, units, price] of UNITS[resource.type]?.(resource, all) ?? []) {
      costs.set(item, (costs.get(item) ?? 0) + units * price.monthly);
    }
  }
  return costs;
}

function firstOf(wanted: string, all: ReadonlyMap<string, Priced>): Attributes | undefined {
  for (const { type, values } of all.values()) if (type === wanted) return values;
  return undefined;
}

const UNITS: Readonly<Record<string, (resource: Priced, all: ReadonlyMap<string, Priced>) => Units>> = {
  aws_appautoscaling_target: ({ address, values }, all) => {
    const color = COLORS.find((it) => address.startsWith(`aws_appautoscaling_target.${it}_`));
    const task = color === undefined ? undefined : all.get(taskDefinition(color))?.values;
    const tasks = Number(values.min_capacity ?? 0);
    return [
      ["Fargate tasks", (tasks * Number(task?.cpu ?? 0)) / 1024, PRICES.vcpu],
      ["Fargate tasks", (tasks * Number(task?.memory ?? 0)) / 1024, PRICES.gbOfMemory],
    ];
  },
  aws_rds_cluster_instance: (_, all) => {
    const cluster = firstOf("aws_rds_cluster", all);
    const [scaling] = list(cluster?.serverlessv2_scaling_configuration);
    const least = Number(attribute(scaling ?? null, "min_capacity") ?? 0);
    return [["Aurora at minimum capacity", least, PRICES.auroraCapacityUnit]];
  },
  aws_nat_gateway: () => [["NAT gateways", 1, PRICES.natGateway]],
  aws_eip: () => [["public IPv4 addresses", 1, PRICES.publicAddress]],
  aws_lb: ({ values }) => [
    ["load balancer", 1, PRICES.loadBalancer],
    [
      "public IPv4 addresses",
      values.internal === true ? 0 : list(values.subnets).length,
      PRICES.publicAddress,
    ],
  ],
  aws_vpc_endpoint: ({ values }) =>
    values.vpc_endpoint_type === "Interface"
      ? [["interface endpoints", list(values.subnet_ids).length, PRICES.interfaceEndpoint]]
      : [],
  aws_wafv2_web_acl: ({ values }) => [
    ["WAF", 1, PRICES.webAcl],
    ["WAF", list(values.rule).length, PRICES.webAclRule],
  ],
  aws_kms_key: () => [["KMS key", 1, PRICES.kmsKey]],
  aws_cloudwatch_metric_alarm: ({ values }) => {
    const metrics = list(values.metric_query).filter((it) => list(attribute(it, "metric")).length > 0);
    return [["alarms and dashboard", Math.max(1, metrics.length), PRICES.alarmMetric]];
  },
  aws_cloudwatch_dashboard: () => [["alarms and dashboard", 1, PRICES.dashboard]],
};

/** Resource types without a price, whose size decides the price of other resources. */
const SIZES = ["aws_ecs_task_definition", "aws_rds_cluster"];

/**
 * Returns the blocks of an attribute as a list. A plan contains them as a list, but a configuration may contain a single block as an
 * object.
 */
const list = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? value : isObject(value) ? [value] : [];

/** Returns the section about the change of the fixed costs per month. */
export function costsSection({ changes, configuration }: ReviewInput): Section {
  const managed = changes.filter(
    ({ mode, type }) => mode === "managed" && (type in UNITS || SIZES.includes(type)),
  );
  const before = monthlyCosts(managed.flatMap((it) => priced(it, it.change.before)));
  const after = monthlyCosts(managed.flatMap((it) => priced(it, planned(it, configuration))));
  const items = [...new Set([...before.keys(), ...after.keys()])]
    .map((item) => ({ item, by: (after.get(item) ?? 0) - (before.get(item) ?? 0) }))
    .filter(({ by }) => Math.abs(by) >= LEAST)
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by));
  const [was, becomes] = [sum(before), sum(after)];
  const by = becomes - was;
  const change =
    Math.abs(by) < LEAST
      ? "stay the same"
      : `${by < 0 ? "fall" : "rise"} by about ${Math.abs(by).toFixed(0)} US dollars a month`;
  const parts = joined(
    items.map((each) => text`${each.item} ${signed(each.by)}`),
    ", ",
  );
  return {
    title: "Monthly cost",
    findings:
      items.length === 0
        ? []
        : [
            note(
              text`the fixed costs ${change}, from ${was.toFixed(0)} to ${becomes.toFixed(0)} (${parts}); not counted: data transfer, requests, logs, storage, backups, tasks above their minimum number, and database capacity above its minimum; README.md has the prices`,
              { before: was.toFixed(0), after: becomes.toFixed(0) },
            ),
          ],
  };
}

/** The smallest change that is reported, in US dollars per month. A smaller change would be rounded to 0 dollars. */
const LEAST = 0.5;

const sum = (costs: ReadonlyMap<CostItem, number>) => [...costs.values()].reduce((all, it) => all + it, 0);

const signed = (dollars: number) => `${dollars < 0 ? "-" : "+"}${Math.abs(dollars).toFixed(0)}`;

const priced = ({ address, type }: ResourceChange, values: Json): Priced[] =>
  isObject(values) ? [{ address, type, values }] : [];

/**
 * Returns the planned values of a resource. The price of some resources depends on the number of their subnets. New subnets have no ids
 * yet, so the function takes the attributes with subnets from the configuration.
 */
function planned(change: ResourceChange, configuration: Configuration): Json {
  const { before, after } = change.change;
  if (actionOf(change) === "forget") return before; // the resource stays in AWS and still has its costs
  if (!isObject(after)) return after;
  const subnets = ["subnets", "subnet_ids"].flatMap((name) => {
    const value = configuration.planned(change, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...after, ...Object.fromEntries(subnets) };
}
