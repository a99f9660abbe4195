import { PRIVATE, VARIANTS } from "../support/environments";
import { type Attributes, type Synthesized, synthesized } from "../support/synthesized";

const isMadeFirst = (environment: Synthesized, address: string) =>
  environment.resource(address).lifecycle?.create_before_destroy === true;

/** Addresses of the resources that one names. */
function named(environment: Synthesized, address: string): string[] {
  const text = JSON.stringify(environment.resource(address));
  return environment.addresses().filter((it) => new RegExp(`\\b${it}\\b`).test(text) && it !== address);
}

/** What resources stand on, and whatever that stands on. */
function below(environment: Synthesized, addresses: readonly string[]): string[] {
  const found = new Set<string>();
  const look = (address: string) => {
    for (const it of named(environment, address)) {
      if (found.has(it)) continue;
      found.add(it);
      look(it);
    }
  };
  addresses.forEach(look);
  return [...found].sort();
}

const ofType = ([type]: readonly string[], addresses: readonly string[]) =>
  addresses.filter((it) => it.startsWith(`${type}.`));

describe.each(VARIANTS)("what running tasks need, in %s", (_, overrides) => {
  const environment = synthesized(overrides);
  const services = environment.addresses("aws_ecs_service");

  it("a task definition is registered before the one that ECS would roll back to is deregistered", () => {
    const definitions = services.flatMap((it) => ofType(["aws_ecs_task_definition"], named(environment, it)));
    expect(definitions).toHaveLength(2);
    expect(definitions.filter((it) => !isMadeFirst(environment, it))).toEqual([]);
  });

  it("nothing ACTIVE is left of a task definition", () => {
    const all: Attributes[] = environment.resources("aws_ecs_task_definition").map(([, it]) => it);
    expect(all.filter((it) => "skip_destroy" in it || "track_latest" in it)).toEqual([]);
  });
});

it("create_before_destroy spreads to nothing that could not be made twice, but to the database", () => {
  const environment = synthesized(PRIVATE);
  const first = environment.addresses().filter((it) => isMadeFirst(environment, it));
  const types = new Set(below(environment, first).map((it) => it.replace(/\..*/, "")));
  expect([...types].sort()).toEqual([
    "aws_cloudwatch_log_group", // a name for ever
    "aws_db_subnet_group", // likewise
    "aws_iam_role", // likewise
    "aws_kms_key", // has no name
    "aws_rds_cluster", // replaced under its name: src/terraform/old-database-first.ts
    "aws_rds_cluster_parameter_group", // a name and a family for ever
    "aws_security_group", // a name, a description and a VPC for ever
    "aws_subnet", // one zone for ever
    "aws_vpc", // one range for ever
  ]);
});
