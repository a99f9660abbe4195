import { ecrImage, PRIVATE, SECRET_ARN, SECRETS, VARIANTS } from "../support/environments";
import type { Overrides } from "../support/synthesize";
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

const GOES_LAST =
  /^aws_vpc_security_group_\w+_rule\.|^aws_iam_role_policy\.(blue|green)_task_execution|^aws_vpc_endpoint\.interface/;

describe.each(VARIANTS)("what running tasks need, in %s", (_, overrides) => {
  const environment = synthesized(overrides);
  const services = environment.addresses("aws_ecs_service");

  it("a task definition is registered before the one that ECS would roll back to is deregistered", () => {
    const definitions = services.flatMap((it) => ofType(["aws_ecs_task_definition"], named(environment, it)));
    expect(definitions).toHaveLength(2);
    expect(definitions.filter((it) => !isMadeFirst(environment, it))).toEqual([]);
  });

  it("a firewall rule, a right to start tasks or an interface endpoint that goes, goes after the services have changed", () => {
    const needed = services.flatMap((it) =>
      environment.resource(it).depends_on.filter((address: string) => GOES_LAST.test(address)),
    );
    expect(needed.filter((it) => !isMadeFirst(environment, it))).toEqual([]);
    expect(
      environment
        .addresses()
        .filter((it) => GOES_LAST.test(it))
        .sort(),
    ).toEqual([...new Set(needed)].sort());
  });

  it("nothing ACTIVE is left of a task definition", () => {
    const all: Attributes[] = environment.resources("aws_ecs_task_definition").map(([, it]) => it);
    expect(all.filter((it) => "skip_destroy" in it || "track_latest" in it)).toEqual([]);
  });
});

describe("the rights to start a color's tasks", () => {
  const policyName = (overrides: Overrides) =>
    synthesized(overrides).resource("aws_iam_role_policy.blue_task_execution_role_needs_policy").name_prefix;
  const blue = (more: object) => ({ ...SECRETS, application: { ...SECRETS.application, blue: more } });
  const image = ecrImage("team/transactions", "1.4.2");

  it("are another policy beside the old one where they are for another repository or another secret", () => {
    const names = [
      blue({ image }),
      blue({ image: ecrImage("team/other", "1") }),
      blue({ image, secrets: { SALT: { arn: SECRET_ARN.replace("partner", "salt") } } }),
    ].map(policyName);
    for (const name of names) expect(name).toMatch(/^inline-policy-execution-role-[0-9a-f]{8}-blue-x1-$/);
    expect(new Set(names).size).toBe(names.length);
  });

  it("are in a policy whose name nothing made before has, also where what an interrupted deployment made is taken back", () => {
    const policy = synthesized(blue({ image })).resource(
      "aws_iam_role_policy.blue_task_execution_role_needs_policy",
    );
    expect(policy).not.toHaveProperty("name");
  });

  it("are the same policy for another version", () => {
    const names = [blue({ image }), blue({ image: ecrImage("team/transactions", "2") })].map(policyName);
    expect(new Set(names).size).toBe(1);
  });
});

it("create_before_destroy spreads to nothing that could not be made twice, but to the database", () => {
  const environment = synthesized(PRIVATE);
  const first = environment.addresses().filter((it) => isMadeFirst(environment, it));
  const others = below(environment, first).filter((it) => !isMadeFirst(environment, it));
  const types = new Set(others.map((it) => it.replace(/\..*/, "")));
  expect([...types].sort()).toEqual([
    "aws_cloudwatch_log_group", // a name for ever
    "aws_db_subnet_group", // likewise
    "aws_iam_role", // likewise
    "aws_internet_gateway", // has no name
    "aws_kms_key", // likewise
    "aws_rds_cluster", // replaced under its name: src/terraform/old-first.ts
    "aws_route_table", // the public one, which has no name
    "aws_security_group", // a name, a description and a VPC for ever
    "aws_vpc", // one range for ever
    "aws_vpc_endpoint", // S3's, one service for ever
  ]);
});
