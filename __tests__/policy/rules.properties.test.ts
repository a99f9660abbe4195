import { type Assessment, assess } from "../../src/policy/assess";
import { RULES } from "../../src/policy/rules";
import { rows } from "../../src/resources";
import { PRIVATE } from "../support/environments";
import { settingsOf } from "../support/problems";
import { synthesized } from "../support/synthesized";
import { ACCESS_MUTATIONS } from "./mutations/access";
import { DATA_MUTATIONS } from "./mutations/data";
import { EDGE_MUTATIONS } from "./mutations/edge";
import { type Editing, type Mutations, setting } from "./mutations/editing";
import { FUNCTION_MUTATIONS } from "./mutations/functions";
import { NETWORK_MUTATIONS } from "./mutations/network";
import { RECORDS_MUTATIONS } from "./mutations/records";
import { spotless } from "./mutations/spotless";
import { UNREADABLE } from "./mutations/unreadable";
import { WORKLOAD_MUTATIONS } from "./mutations/workload";

/** Rules that are made from rows, each with the first resource of the type. */
const KEY_MUTATIONS: Mutations = Object.fromEntries(
  rows().flatMap(([type, { data }]) => {
    if (data === false || "notBecause" in data.key) return [];
    const { rule, attribute } = data.key;
    const [name] = synthesized(PRIVATE).addresses(type);
    return [[rule, { "AWS's key": setting(String(name), { [attribute]: undefined }) }]];
  }),
);

const MUTATIONS: Mutations = {
  ...NETWORK_MUTATIONS,
  ...EDGE_MUTATIONS,
  ...WORKLOAD_MUTATIONS,
  ...FUNCTION_MUTATIONS,
  ...DATA_MUTATIONS,
  ...RECORDS_MUTATIONS,
  ...ACCESS_MUTATIONS,
  ...KEY_MUTATIONS,
};
const settings = settingsOf(PRIVATE);

/** What the rules say where nothing is exempt. */
const strictly = (edit: Editing): Assessment =>
  assess(edit.document, settings, { rules: RULES, exemptions: [] });
const violations = ({ results }: Assessment) =>
  results.flatMap(({ violated }) => violated.map(({ rule, address }) => `${rule.id} ${address}`));

// What pgaudit logs of reads and writes breaks one of them, and what it does not log breaks the other.
const WITHOUT_DATA = "rds-log-without-data";
const DATA_ACCESS = "rds-data-access-audit";
const CLUSTER = "aws_rds_cluster.database_cluster";
const violationsBut = (rule: string, edit: Editing) =>
  violations(strictly(edit)).filter((each) => each !== `${rule} ${CLUSTER}`);

it("find nothing in an environment without deviations, and something that keeps each but two rules", () => {
  const edit = spotless();
  expect(violationsBut(DATA_ACCESS, edit)).toEqual([]);
  const idle = strictly(edit)
    .results.filter(({ met }) => met.length === 0)
    .map(({ rule }) => rule.id);
  expect(idle).toEqual([DATA_ACCESS, "iam-no-users"]); // the latter is met by there being none
});

it.each([
  ["none", [DATA_ACCESS]],
  ["ddl,role", [DATA_ACCESS]],
  ["ddl,role,write", [WITHOUT_DATA, DATA_ACCESS]],
  ["DDL, role, read, write", [WITHOUT_DATA]],
  ["all", [WITHOUT_DATA]],
  ["all,-misc", [WITHOUT_DATA]],
  ["all,-read,-ddl,-role", [WITHOUT_DATA, DATA_ACCESS]],
  ["-read,all", [WITHOUT_DATA]],
  ["all,-all,ddl,role", [DATA_ACCESS]],
  ["everything", [WITHOUT_DATA, DATA_ACCESS]],
])("about the log of the database contradict each other, but not where pgaudit.log is %s", (value, ids) => {
  const edit = spotless();
  edit.parameter("aws_rds_cluster_parameter_group.database_parameter_group", "pgaudit.log", value);
  const found = violations(strictly(edit)).filter((each) => !each.startsWith("rds-statement-logging "));
  expect(found).toEqual(ids.map((id) => `${id} ${CLUSTER}`));
});

it("have each a mutation that breaks it", () => {
  expect(Object.keys(MUTATIONS).sort()).toEqual(RULES.map(({ id }) => id).sort());
});

describe.each(Object.entries(MUTATIONS))("%s", (id, mutations) => {
  it.each(Object.entries(mutations))("alone catches: %s", (_what, mutate) => {
    const edit = spotless();
    const addresses = mutate(edit);
    const found = violationsBut(id === DATA_ACCESS ? WITHOUT_DATA : DATA_ACCESS, edit);
    expect(found).toEqual(addresses.map((address) => `${id} ${address}`));
  });
});

it.each(UNREADABLE)("that judge it say that it cannot be read: %s", (_what, mutate, expected) => {
  const edit = spotless();
  mutate(edit);
  const { results } = strictly(edit);
  const found = results.flatMap(({ violated }) =>
    violated
      .filter(({ problem }) => problem.startsWith("cannot be read: "))
      .map(({ rule, address }) => `${rule.id} ${address}`),
  );
  expect(found.sort()).toEqual(
    Object.entries(expected)
      .flatMap(([address, ids]) => ids.map((id) => `${id} ${address}`))
      .sort(),
  );
});

it("say what cannot be read, and no value that may be a secret", () => {
  const edit = spotless();
  edit.container("aws_ecs_task_definition.blue_task_task_definition", { environment: ["PASSWORD=hunter2"] });
  edit.container("aws_ecs_task_definition.green_task_task_definition", { linuxParameters: "${var.linux}" });
  edit.set("aws_ecs_task_definition.migration_task_task_definition", {
    task_role_arn: "arn:aws:iam::123456789012:role/x",
    execution_role_arn: "arn:aws:iam::123456789012:role/y",
  });
  const problems = strictly(edit).results.flatMap(({ violated }) => violated.map(({ problem }) => problem));
  const how = "(use a value that synth can read)";
  expect(problems.slice(0, 3)).toEqual([
    `cannot be read: the reference \${var.linux} is in the place of a block on the path linuxParameters.capabilities.add ${how}`,
    `cannot be read: a string is in the place of a block ${how}`,
    `cannot be read: task_role_arn is "arn:aws:iam::123456789012:role/x", which is no role of the stack ${how}`,
  ]);
});

it("let a task use a key by way of a service that gives nobody a secret", () => {
  const edit = spotless();
  edit.statement("aws_iam_role_policy.green_application_role_policy", "ConnectToDatabase", {
    Action: ["rds-db:connect", "kms:Decrypt"],
    Condition: { StringEquals: { "kms:ViaService": "sqs.us-east-1.amazonaws.com" } },
  });
  expect(violationsBut(DATA_ACCESS, edit)).toEqual([]);
});

it("are not applicable where there is nothing", () => {
  for (const { met, exempt, violated } of assess({}, settings, { rules: RULES, exemptions: [] }).results) {
    expect([met, exempt, violated]).toEqual([[], [], []]);
  }
});

it("say each what holds in one sentence, and what to do in words", () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  for (const { id, sentence, fix } of RULES) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(fix).toMatch(/^[a-z].*[^.]$/);
  }
});

it("that cannot read what they judge are violated, also where there is an exemption for another value", () => {
  const edit = spotless();
  edit.parameter("aws_rds_cluster_parameter_group.database_parameter_group", "pgaudit.log", "everything");
  const exemption = {
    rule: DATA_ACCESS,
    profiles: ["ephemeral", "production"],
    at: [CLUSTER],
    reason: "r",
  } as const;
  const { results } = assess(edit.document, settings, { rules: RULES, exemptions: [exemption] });
  expect(results.find(({ rule }) => rule.id === DATA_ACCESS)).toMatchObject({
    exempt: [],
    violated: [{ address: CLUSTER }],
  });
});
