import { PRICES, type Price } from "../../resources/prices";
import { type CostItem, monthlyCosts, type Priced } from "../../review/costs";
import { attribute, type Json } from "../../review/terraform-plan";
import { configuredResources } from "../../status/costs";
import { table } from "../../terminal/markdown";
import { exampleEnvironment } from "./example";

const HOURS = 730; // of a month
const PROFILES = ["ephemeral", "production"] as const;

type Resources = readonly Priced[];

interface Row {
  readonly what: string;
  readonly price: string;
  /**
   * Returns how many units of the item an environment has. The table shows this number after the price. @default - the number is the same
   * in both profiles, and `what` contains it
   */
  readonly amount?: (resources: Resources) => string;
}

const list = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
const count = (type: string, resources: Resources) => resources.filter((it) => it.type === type).length;
const firstValue = (type: string, name: string, resources: Resources): Json | undefined =>
  resources.find((it) => it.type === type)?.values[name];

const hourly = ({ monthly }: { readonly monthly: number }) => `${Number((monthly / HOURS).toPrecision(3))}`;
const monthly = (price: Price) => `${price.monthly}`;

/** Returns how many metrics all alarms have together. A metric in two alarms counts twice, because CloudWatch bills it for each alarm. */
const alarmMetrics = (resources: Resources) =>
  Math.round(
    ((monthlyCosts(resources).get("alarms and dashboard") ?? 0) - PRICES.dashboard.monthly) /
      PRICES.alarmMetric.monthly,
  );

/**
 * Returns the texts of the table's rows. Most numbers in these texts are read from the environment `production`, because it has every type
 * of resource that `ephemeral` has.
 */
function rowsOf(ephemeral: Resources, production: Resources): Readonly<Record<CostItem, Row>> {
  const [vcpus = 0, gb = 0] = ["cpu", "memory"].map(
    (size) => Number(firstValue("aws_ecs_task_definition", size, production)) / 1024,
  );
  const tasks = production
    .filter(({ type }) => type === "aws_appautoscaling_target")
    .reduce((sum, { values }) => sum + Number(values.min_capacity), 0);
  const task = { monthly: vcpus * PRICES.vcpu.monthly + gb * PRICES.gbOfMemory.monthly };
  const endpoints = production.filter(({ values }) => values.vpc_endpoint_type === "Interface").length;
  const rules = list(firstValue("aws_wafv2_web_acl", "rule", production)).length;
  const profiles = [ephemeral, production];
  const metrics = profiles.map(alarmMetrics);
  const alarms = profiles.map((resources) => count("aws_cloudwatch_metric_alarm", resources));
  return {
    "Fargate tasks": {
      what: `Fargate, ${tasks} tasks of ${vcpus} vCPU and ${gb} GB`,
      price: `${hourly(task)} an hour each`,
    },
    "Aurora at minimum capacity": {
      what: `Aurora, ${count("aws_rds_cluster_instance", production)} instances at minimum capacity`,
      price: `${hourly(PRICES.auroraCapacityUnit)} an ACU-hour`,
      amount: (resources) => {
        const [scaling = null] = list(
          firstValue("aws_rds_cluster", "serverlessv2_scaling_configuration", resources),
        );
        return `${attribute(scaling, "min_capacity")} ACU`;
      },
    },
    "NAT gateways": {
      what: "NAT gateways (in parentheses: their number)",
      price: `${hourly(PRICES.natGateway)} an hour each`,
      amount: (resources) => `${count("aws_nat_gateway", resources)}`,
    },
    "load balancer": { what: "load balancer", price: `${hourly(PRICES.loadBalancer)} an hour` },
    "public IPv4 addresses": {
      what: "public IPv4 addresses of NAT gateways and load balancer (in parentheses: their number)",
      price: `${hourly(PRICES.publicAddress)} an hour each`,
      amount: (resources) =>
        `${count("aws_eip", resources) + list(firstValue("aws_lb", "subnets", resources)).length}`,
    },
    "interface endpoints": {
      what: `interface endpoints, ${endpoints} in each of 3 zones`,
      price: `${hourly(PRICES.interfaceEndpoint)} an hour each`,
    },
    WAF: {
      what: `WAF: a web ACL with ${rules} rules`,
      price: `${monthly(PRICES.webAcl)} for the ACL, ${monthly(PRICES.webAclRule)} a rule`,
    },
    "KMS key": { what: "KMS key", price: monthly(PRICES.kmsKey) },
    "alarms and dashboard": {
      what: `alarms (${alarms.map((count, index) => `\`${PROFILES[index]}\`: ${count} alarms on ${metrics[index]} metrics`).join("; ")}), and a dashboard`,
      price: `${PRICES.alarmMetric.monthly.toFixed(2)} a metric, ${monthly(PRICES.dashboard)} for the dashboard`,
    },
  };
}

/**
 * Returns the table of fixed costs in README.md: US dollars a month without any traffic. One column is for an environment with default
 * settings, another for the production environment of `environments/prod.example.json`.
 */
export function costs(): string[] {
  const profiles = PROFILES.map((profile) => {
    const resources = configuredResources(exampleEnvironment(profile));
    const items = monthlyCosts(resources);
    return { profile, resources, items, sum: [...items.values()].reduce((sum, each) => sum + each, 0) };
  });
  const [ephemeral = [], production = []] = profiles.map(({ resources }) => resources);
  const rows = Object.entries(rowsOf(ephemeral, production)) as [CostItem, Row][];
  return table(
    ["what", "price", ...profiles.map(({ profile }) => `\`${profile}\``)],
    [
      ...rows.map(([item, { what, price, amount }]) => [
        what,
        price,
        ...profiles.map(({ items, resources }) => {
          const dollars = items.get(item);
          if (dollars === undefined) return "-";
          return amount === undefined ? dollars.toFixed(0) : `${dollars.toFixed(0)} (${amount(resources)})`;
        }),
      ]),
      [
        "release controller (a Lambda function with 256 MB), which runs for one or two seconds every minute",
        "0.0000133 a GB-second",
        "under 1",
        "under 1",
      ],
      ["**sum for a month**", "", ...profiles.map(({ sum }) => `**${sum.toFixed(0)}**`)],
      ["**sum for an hour**", "", ...profiles.map(({ sum }) => `**${(sum / HOURS).toFixed(2)}**`)],
    ],
  );
}
