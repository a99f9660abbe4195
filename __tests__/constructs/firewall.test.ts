import { CUSTOM, EPHEMERAL, PRIVATE, PRODUCTION, SECRETS } from "../support/environments";
import type { Overrides } from "../support/synthesize";
import { type Attributes, type Synthesized, synthesized } from "../support/synthesized";

const group = (name: string) => `\${aws_security_group.firewall_${name}_security_group.id}`;
const NAMES: Readonly<Record<string, string>> = {
  "0.0.0.0/0": "the world",
  [group("alb")]: "load balancer",
  [group("task")]: "tasks",
  [group("migration")]: "migration",
  [group("database")]: "database",
  [group("endpoint")]: "endpoints",
  "${aws_vpc_endpoint.network_gateway_endpoint_s3.prefix_list_id}": "S3",
};
const PUBLIC_IMAGE = "ghcr.io/team/app:1.4.2";
const named = (peer: string) => NAMES[peer] ?? peer;

/** Every rule as a line `ingress|egress: from -> to : port, description`; throws at what does not fit one. */
function rulesOf(environment: Synthesized): string[] {
  const line =
    (direction: "egress" | "ingress") =>
    ([, rule]: [string, Attributes]) => {
      const { security_group_id, description, ip_protocol, from_port, to_port, lifecycle: _, ...peer } = rule;
      const peers = Object.entries(peer);
      if (ip_protocol !== "tcp" || from_port !== to_port || peers.length !== 1) {
        throw new Error(`a rule is more than one TCP port and one peer: ${JSON.stringify(rule)}`);
      }
      const [[, other]] = peers as [[string, string]];
      const [from, to] = direction === "egress" ? [security_group_id, other] : [other, security_group_id];
      return `${direction}: ${named(from)} -> ${named(to)} : ${to_port}, ${description}`;
    };
  return [
    ...environment.resources("aws_vpc_security_group_egress_rule").map(line("egress")),
    ...environment.resources("aws_vpc_security_group_ingress_rule").map(line("ingress")),
  ].sort();
}

const EVERYWHERE = [
  "egress: tasks -> S3 : 443, tasks fetch image layers from S3",
  "egress: tasks -> database : 5432, tasks call the database",
  "ingress: tasks -> database : 5432, tasks call the database",
  "egress: migration -> S3 : 443, migration fetches image layers from S3",
  "egress: migration -> database : 5432, migration calls the database",
  "ingress: migration -> database : 5432, migration calls the database",
  "ingress: the world -> load balancer : 80, the world calls the application on 80",
];
const TO_DATABASE = EVERYWHERE.filter((rule) => rule.includes("-> database")).sort();
const toTasks = (port: number) => [
  `egress: load balancer -> tasks : ${port}, load balancer calls the tasks`,
  `ingress: load balancer -> tasks : ${port}, load balancer calls the tasks`,
];
const HTTPS = ["ingress: the world -> load balancer : 443, the world calls the application on 443"];
const ENDPOINTS = [
  "egress: tasks -> endpoints : 443, tasks call AWS inside the VPC",
  "ingress: tasks -> endpoints : 443, tasks call AWS inside the VPC",
  "egress: migration -> endpoints : 443, migration calls AWS inside the VPC",
  "ingress: migration -> endpoints : 443, migration calls AWS inside the VPC",
];
const TASKS_TO_WORLD = "egress: tasks -> the world : 443, tasks call 0.0.0.0/0";
const MIGRATION_TO_WORLD = "egress: migration -> the world : 443, migration calls 0.0.0.0/0";
const WORLD = [TASKS_TO_WORLD, MIGRATION_TO_WORLD];

describe("the firewall allows exactly", () => {
  it("HTTP in, and 443 out to the world for public images, in ephemeral", () => {
    expect(rulesOf(synthesized(EPHEMERAL))).toEqual([...EVERYWHERE, ...toTasks(9898), ...WORLD].sort());
  });

  it("HTTPS too, and the endpoints, in production with public images", () => {
    expect(rulesOf(synthesized(PRODUCTION))).toEqual(
      [...EVERYWHERE, ...HTTPS, ...toTasks(9898), ...ENDPOINTS, ...WORLD].sort(),
    );
  });

  it("the configured outside services and not the world, with private images and endpoints", () => {
    expect(rulesOf(synthesized(PRIVATE))).toEqual(
      [
        ...EVERYWHERE,
        ...HTTPS,
        ...toTasks(8080),
        ...ENDPOINTS,
        "egress: tasks -> 203.0.113.0/24 : 443, tasks call 203.0.113.0/24",
        "egress: tasks -> 198.51.100.7/32 : 443, tasks call 198.51.100.7/32",
      ].sort(),
    );
  });

  it.each<[what: string, overrides: Overrides, rule: string | undefined]>([
    ["nobody's", {}, undefined],
    ["only a public migration image's", { migration: { image: PUBLIC_IMAGE } }, MIGRATION_TO_WORLD],
    [
      "only a public application image's",
      { application: { ...PRIVATE.application, green: { image: PUBLIC_IMAGE } }, network: {} },
      TASKS_TO_WORLD,
    ],
  ])("the world, where there are endpoints, to %s tasks", (_what, overrides, rule) => {
    const toWorld = rulesOf(synthesized({ ...PRIVATE, ...overrides })).filter((line) =>
      line.includes("-> the world"),
    );
    expect(toWorld).toEqual(rule === undefined ? [] : [rule]);
  });
});

describe("a color with a port of its own", () => {
  const rules = synthesized(SECRETS).addresses("aws_vpc_security_group_ingress_rule");

  it("is called on it, and the other color on the common one", () => {
    const called = rulesOf(synthesized(SECRETS)).filter((rule) => rule.includes("load balancer -> tasks"));
    expect(called).toEqual([...toTasks(8080), ...toTasks(9443)].sort());
  });

  it("shares no rule with it: a rule is its port's, and the default port's keeps its frozen address", () => {
    expect(rules.filter((address) => address.includes("alb_to_tasks"))).toEqual([
      "aws_vpc_security_group_ingress_rule.firewall_alb_to_tasks_8080_ingress",
      "aws_vpc_security_group_ingress_rule.firewall_alb_to_tasks_9443_ingress",
    ]);
    expect(synthesized(EPHEMERAL).addresses("aws_vpc_security_group_ingress_rule")).toContain(
      "aws_vpc_security_group_ingress_rule.firewall_alb_to_tasks_ingress",
    );
  });
});

describe("people reach the database", () => {
  const toDatabase = (environment: Synthesized) =>
    rulesOf(environment).filter((rule) => rule.includes("-> database : 5432"));

  it("from nowhere by default", () => {
    expect(toDatabase(synthesized(PRODUCTION))).toEqual(TO_DATABASE);
  });

  it("from exactly the configured security groups, by a rule each", () => {
    expect(toDatabase(synthesized(CUSTOM))).toEqual(
      [
        ...TO_DATABASE,
        "ingress: sg-0123456789abcdef0 -> database : 5432, people call the database from sg-0123456789abcdef0",
        "ingress: sg-12345678 -> database : 5432, people call the database from sg-12345678",
      ].sort(),
    );
  });
});

describe("a security group", () => {
  it("exists for each side of a connection, and for the endpoints where there are some", () => {
    expect(synthesized(EPHEMERAL).addresses("aws_security_group")).toEqual([
      "aws_security_group.firewall_alb_security_group",
      "aws_security_group.firewall_database_security_group",
      "aws_security_group.firewall_migration_security_group",
      "aws_security_group.firewall_task_security_group",
    ]);
    expect(synthesized(PRODUCTION).addresses("aws_security_group")).toEqual([
      "aws_security_group.firewall_alb_security_group",
      "aws_security_group.firewall_database_security_group",
      "aws_security_group.firewall_endpoint_security_group",
      "aws_security_group.firewall_migration_security_group",
      "aws_security_group.firewall_task_security_group",
    ]);
  });

  it("is described and holds no rule inline: groups that name each other inline cannot be deleted", () => {
    for (const [name, attributes] of synthesized(PRODUCTION).resources("aws_security_group")) {
      expect(Object.keys(attributes).sort()).toEqual(["description", "name", "tags", "vpc_id"]);
      expect(attributes.name).toBe(`${name.replace("firewall_", "").replaceAll("_", "-")}-x1`);
      expect(attributes.description).toMatch(/^[A-Z][a-z ]+: /);
    }
  });
});
