import { boundary } from "../../src/account/permissions-boundary";
import { SCOPE } from "../support/account";
import {
  FOREIGN_KEY_ARN,
  FOREIGN_SECRET_ARN,
  OUTSIDE_KEY_ARN,
  PARAMETER_ARN,
  PRIVATE,
  SECRET_ARN,
  SECRETS,
} from "../support/environments";
import { allStatements, statementsOf } from "../support/policies";
import { type Attributes, synthesized } from "../support/synthesized";

const environment = synthesized(SECRETS);
const plain = synthesized(PRIVATE);
const SALT_ARN = PARAMETER_ARN.replace("key", "salt");

const secrets = (color: string): Attributes[] =>
  JSON.parse(
    environment.resource(`aws_ecs_task_definition.${color}_task_task_definition`).container_definitions,
  )[0].secrets;
const execution = (color: string, of = environment) =>
  statementsOf(of.resource(`aws_iam_role_policy.${color}_task_execution_role_needs_policy`).policy);
const via = (service: string) => ({
  StringEquals: { "kms:ViaService": `${service}.us-east-1.amazonaws.com` },
});
const decryptParameter = {
  Sid: "DecryptParameters",
  Effect: "Allow",
  Action: "kms:Decrypt",
  Resource: [OUTSIDE_KEY_ARN],
  Condition: via("ssm"),
};

describe("a color's container", () => {
  it("gets the common secrets and its own, a JSON key by ECS's form", () => {
    expect(secrets("green")).toEqual([
      { name: "PARTNER_USER", valueFrom: `${SECRET_ARN}:user::` },
      { name: "PARTNER_PASSWORD", valueFrom: `${SECRET_ARN}:password::` },
      { name: "SIGNING_KEY", valueFrom: PARAMETER_ARN },
      { name: "GREEN_ONLY", valueFrom: SALT_ARN },
    ]);
  });

  it("gets neither what its color removes nor what its color replaces", () => {
    expect(secrets("blue")).toEqual([
      { name: "PARTNER_PASSWORD", valueFrom: FOREIGN_SECRET_ARN },
      { name: "SIGNING_KEY", valueFrom: PARAMETER_ARN },
    ]);
  });
});

describe("the role that starts a color", () => {
  const withoutSecrets = (color: string) => execution(color, plain);

  it("reads exactly the color's secrets, and decrypts with exactly their keys by way of their services", () => {
    expect(execution("blue")).toEqual([
      ...withoutSecrets("blue"),
      {
        Sid: "ReadSecrets",
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: [FOREIGN_SECRET_ARN],
      },
      {
        Sid: "DecryptSecrets",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: [FOREIGN_KEY_ARN],
        Condition: via("secretsmanager"),
      },
      { Sid: "ReadParameters", Effect: "Allow", Action: "ssm:GetParameters", Resource: [PARAMETER_ARN] },
      decryptParameter,
    ]);
  });

  it("names a secret once of which it reads two keys, and no key where AWS's own encrypts", () => {
    expect(execution("green")).toEqual([
      ...withoutSecrets("green"),
      {
        Sid: "ReadSecrets",
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: [SECRET_ARN],
      },
      {
        Sid: "ReadParameters",
        Effect: "Allow",
        Action: "ssm:GetParameters",
        Resource: [PARAMETER_ARN, SALT_ARN],
      },
      decryptParameter,
    ]);
  });

  it("alone gains by secrets: no other role, key or topic changes", () => {
    const readers = allStatements(environment).filter(({ statement }) =>
      /team\/(partner|signing)|0a1b2c3d-1111/.test(JSON.stringify(statement)),
    );
    expect([...new Set(readers.map(({ address }) => address))]).toEqual([
      "aws_iam_role_policy.blue_task_execution_role_needs_policy",
      "aws_iam_role_policy.green_task_execution_role_needs_policy",
    ]);
  });
});

it("the permissions boundary lets tasks read what the account's file lists, and nothing where it lists nothing", () => {
  const of = (secretArns: readonly string[]) =>
    boundary({ ...SCOPE, secretArns }).filter(({ Sid }) => /^(Secrets|Parameters|SecretKeys)$/.test(Sid));
  expect(of([SECRET_ARN, PARAMETER_ARN, OUTSIDE_KEY_ARN])).toEqual([
    { Sid: "Secrets", Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: [SECRET_ARN] },
    { Sid: "Parameters", Effect: "Allow", Action: ["ssm:GetParameters"], Resource: [PARAMETER_ARN] },
    {
      Sid: "SecretKeys",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: [OUTSIDE_KEY_ARN],
      Condition: {
        StringEquals: {
          "kms:ViaService": ["secretsmanager.us-east-1.amazonaws.com", "ssm.us-east-1.amazonaws.com"],
        },
      },
    },
  ]);
  expect(of([])).toEqual([]);
});

describe("the interface endpoint of SSM", () => {
  const services = (secrets: object) =>
    synthesized({ ...PRIVATE, application: { ...PRIVATE.application, secrets } })
      .resources("aws_vpc_endpoint")
      .map(([, { service_name }]) => service_name);

  it("is there where a container gets a parameter, and only there", () => {
    const usual = services({ A: { arn: SECRET_ARN } });
    expect(usual).not.toContain("com.amazonaws.us-east-1.ssm");
    expect(services({ A: { arn: PARAMETER_ARN } }).sort()).toEqual(
      [...usual, "com.amazonaws.us-east-1.ssm"].sort(),
    );
  });
});

describe("sizes and times of the application", () => {
  it.each(["blue", "green"])("are as configured: %s", (color) => {
    expect(environment.resource(`aws_ecs_task_definition.${color}_task_task_definition`)).toMatchObject({
      cpu: "4096",
      memory: "30720",
    });
    expect(environment.resource(`aws_ecs_service.${color}_service`).health_check_grace_period_seconds).toBe(
      600,
    );
    const target = (what: string) =>
      environment.resource(`aws_appautoscaling_policy.${color}_scaling_${what}`)
        .target_tracking_scaling_policy_configuration.target_value;
    expect([target("cpu"), target("memory")]).toEqual([50, 100]);
    expect(environment.resource("aws_lb.load_balancer_load_balancer").idle_timeout).toBe(4000);
  });

  it("leave the migration as small as it is", () => {
    expect(environment.resource("aws_ecs_task_definition.migration_task_task_definition")).toMatchObject({
      cpu: "256",
      memory: "512",
    });
  });
});
