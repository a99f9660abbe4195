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

it("find nothing in an environment without deviations, and something that keeps each but one rule", () => {
  const assessment = strictly(spotless());
  expect(violations(assessment)).toEqual([]);
  const idle = assessment.results.filter(({ met }) => met.length === 0).map(({ rule }) => rule.id);
  expect(idle).toEqual(["iam-no-users"]); // met by there being none
});

it("have each a mutation that breaks it", () => {
  expect(Object.keys(MUTATIONS).sort()).toEqual(RULES.map(({ id }) => id).sort());
});

describe.each(Object.entries(MUTATIONS))("%s", (id, mutations) => {
  it.each(Object.entries(mutations))("alone catches: %s", (_what, mutate) => {
    const edit = spotless();
    const addresses = mutate(edit);
    expect(violations(strictly(edit))).toEqual(addresses.map((address) => `${id} ${address}`));
  });
});

it("let a task use a key by way of a service that gives nobody a secret", () => {
  const edit = spotless();
  edit.statement("aws_iam_role_policy.green_application_role_policy", "ConnectToDatabase", {
    Action: ["rds-db:connect", "kms:Decrypt"],
    Condition: { StringEquals: { "kms:ViaService": "sqs.us-east-1.amazonaws.com" } },
  });
  expect(violations(strictly(edit))).toEqual([]);
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
