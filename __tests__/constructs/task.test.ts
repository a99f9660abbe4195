import { readFileSync } from "node:fs";
import { TASK_VARIABLES } from "../../src/naming/names";
import { secretsOf } from "../../src/settings/container-secrets";
import { CUSTOM, EPHEMERAL, ecrImage, PRIVATE, VARIANTS } from "../support/environments";
import { problemsOf, settingsOf } from "../support/problems";
import { type Attributes, type Synthesized, synthesized } from "../support/synthesized";

const ephemeral = synthesized(EPHEMERAL);
const whole = synthesized(PRIVATE);
const SECRET = "${aws_rds_cluster.database_cluster.master_user_secret[0].secret_arn}";

const definition = (name: string, environment = ephemeral) =>
  environment.resource(`aws_ecs_task_definition.${name}_task_task_definition`);
const containers = (name: string, environment = ephemeral): Attributes[] =>
  JSON.parse(definition(name, environment).container_definitions);
const logConfiguration = (name: string) => ({
  logDriver: "awslogs",
  options: {
    "awslogs-group": `\${aws_cloudwatch_log_group.${name}_task_log_group.name}`,
    "awslogs-region": "us-east-1",
    "awslogs-stream-prefix": name,
    mode: "non-blocking",
    "max-buffer-size": "25m",
  },
});
const hardened = {
  essential: true,
  user: "10001:10001",
  readonlyRootFilesystem: true,
  linuxParameters: { initProcessEnabled: true },
};
const environmentOf = (color: string, port: string) => [
  { name: "AWS_REGION", value: "us-east-1" },
  { name: "DATABASE_HOST", value: "${aws_rds_cluster.database_cluster.endpoint}" },
  { name: "DATABASE_READER_HOST", value: "${aws_rds_cluster.database_cluster.reader_endpoint}" },
  { name: "DATABASE_PORT", value: "5432" },
  { name: "DATABASE_NAME", value: "transactions" },
  { name: "DATABASE_USER", value: "app" },
  { name: "COLOR", value: color },
  { name: "PORT", value: port },
];

describe.each([
  ["blue", "22.12.0"],
  ["green", "22.17.0"],
])("the task of %s", (color, version) => {
  it("has 2 vCPU and 4 GB on Fargate, and a role to start and one to run with", () => {
    expect(definition(color)).toEqual({
      family: `task-definition-${color}-x1`,
      requires_compatibilities: ["FARGATE"],
      network_mode: "awsvpc",
      cpu: "2048",
      memory: "4096",
      runtime_platform: { operating_system_family: "LINUX", cpu_architecture: "X86_64" },
      execution_role_arn: `\${aws_iam_role.${color}_task_execution_role_role.arn}`,
      task_role_arn: `\${aws_iam_role.${color}_application_role_role.arn}`,
      container_definitions: expect.any(String),
      lifecycle: { create_before_destroy: true },
    });
  });

  it("is one container: not root, nothing to write to, no secret", () => {
    expect(containers(color)).toEqual([
      {
        name: color,
        image: `public.ecr.aws/docker/library/node:${version}-alpine`,
        ...hardened,
        command: ["node", "-e", expect.stringMatching(/^\/\/ What the default image runs/)],
        portMappings: [{ containerPort: 9898, hostPort: 9898, protocol: "tcp" }],
        environment: environmentOf(color, "9898"),
        logConfiguration: logConfiguration(color),
      },
    ]);
  });

  it("takes image, port and variables from configuration", () => {
    expect(containers(color, whole)).toEqual([
      {
        name: color,
        image: ecrImage("team/transactions", color === "blue" ? "1.4.2" : "1.5.0"),
        ...hardened,
        portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: "tcp" }],
        environment: [{ name: "LOG_LEVEL", value: "info" }, ...environmentOf(color, "8080")],
        logConfiguration: logConfiguration(color),
      },
    ]);
  });

  it("logs for 3 days to a group of its own", () => {
    const group = { name: `log-group-${color}-x1`, retention_in_days: 3 };
    expect(ephemeral.resource(`aws_cloudwatch_log_group.${color}_task_log_group`)).toEqual(group);
    expect(whole.resource(`aws_cloudwatch_log_group.${color}_task_log_group`)).toMatchObject(group);
  });
});

describe("the migration task", () => {
  const databaseEnvironment = [
    { name: "PGHOST", value: "${aws_rds_cluster.database_cluster.endpoint}" },
    { name: "PGPORT", value: "5432" },
    { name: "PGDATABASE", value: "transactions" },
    { name: "PGSSLMODE", value: "verify-full" },
    { name: "DATABASE_CA_BUNDLE", value: expect.stringMatching(/^-----BEGIN CERTIFICATE-----\n/) },
  ];
  const secrets = [
    { name: "PGUSER", valueFrom: `${SECRET}:username::` },
    { name: "PGPASSWORD", valueFrom: `${SECRET}:password::` },
  ];

  // A migration loses no line: nobody waits for it but the person who wants to see why it failed.
  const waiting = {
    logDriver: "awslogs",
    options: {
      "awslogs-group": "${aws_cloudwatch_log_group.migration_task_log_group.name}",
      "awslogs-region": "us-east-1",
      "awslogs-stream-prefix": "migration",
      mode: "blocking",
    },
  };

  it("is small, and its container may call nothing in AWS", () => {
    expect(definition("migration")).toEqual({
      family: "task-definition-migration-x1",
      requires_compatibilities: ["FARGATE"],
      network_mode: "awsvpc",
      cpu: "256",
      memory: "512",
      runtime_platform: { operating_system_family: "LINUX", cpu_architecture: "X86_64" },
      execution_role_arn: "${aws_iam_role.migration_task_execution_role_role.arn}",
      container_definitions: expect.any(String),
    });
  });

  it("runs the SQL of this repository with psql by default, the secret by reference", () => {
    const [{ command, ...container } = {}, ...others] = containers("migration");
    expect(others).toEqual([]);
    expect(container).toEqual({
      name: "migration",
      image: "public.ecr.aws/docker/library/postgres:16.8-alpine",
      ...hardened,
      environment: databaseEnvironment,
      secrets,
      logConfiguration: waiting,
    });
    expect(command.slice(0, -1)).toEqual([
      "sh",
      "-c",
      'printf %s "$DATABASE_CA_BUNDLE" | PGSSLROOTCERT=/dev/stdin psql "$@"',
      "psql",
      "--no-psqlrc",
      "--echo-errors",
      "--set=ON_ERROR_STOP=1",
      "--single-transaction",
    ]);
    expect(command.at(-1)).toMatch(/^--command=-- The default migration[\s\S]+TO readonly;\n$/);
  });

  it("runs the team's image and command where there are some", () => {
    expect(containers("migration", whole)).toEqual([
      {
        name: "migration",
        image: ecrImage("team/migration", "1.5.0"),
        ...hardened,
        command: ["sh", "-c", "migrate $${PGDATABASE}"], // not a template of Terraform's
        environment: databaseEnvironment,
        secrets,
        logConfiguration: waiting,
      },
    ]);
  });

  it("leaves its command to the team's image where none is configured", () => {
    const [own] = containers("migration", synthesized(CUSTOM));
    expect(own).not.toHaveProperty("command");
  });

  it("keeps its log as long as audit logs", () => {
    const days = (environment: Synthesized) =>
      environment.resource("aws_cloudwatch_log_group.migration_task_log_group").retention_in_days;
    expect([days(ephemeral), days(whole)]).toEqual([3, 365]);
  });
});

it("text from configuration is kept from Terraform, which would read ${...} and %{...}", () => {
  const [blue] = containers("blue", synthesized(CUSTOM));
  expect(blue?.environment.slice(0, 2)).toEqual([
    { name: "TEMPLATE", value: "$${HOME} %%{if} $$${x} 100%" },
    { name: "QUOTES", value: 'a"b\\c\nd' },
  ]);
});

describe.each(VARIANTS)("in %s", (_label, overrides) => {
  const environment = synthesized(overrides);
  const all = environment
    .resources("aws_ecs_task_definition")
    .map(([name, { container_definitions }]): [string, Attributes[]] => [
      name,
      JSON.parse(container_definitions),
    ]);

  it("there are three task definitions of one container each", () => {
    expect(all.map(([name, list]) => [name, list.length])).toEqual([
      ["blue_task_task_definition", 1],
      ["green_task_task_definition", 1],
      ["migration_task_task_definition", 1],
    ]);
  });

  it("no secret is in a task's variables; those that are configured, and the migration's, are referred to", () => {
    for (const [name, [container]] of all) {
      const variables: Attributes[] = container?.environment;
      expect(variables.map((variable) => Object.keys(variable))).toEqual(
        variables.map(() => ["name", "value"]),
      );
      expect(
        variables.filter(({ name, value }) => /SECRET|PASSW|TOKEN/.test(name) || /secret/.test(value)),
      ).toEqual([]);
      const secrets: Attributes[] | undefined = container?.secrets;
      const { application } = settingsOf(overrides);
      const configured = name.startsWith("migration")
        ? ["PGUSER", "PGPASSWORD"]
        : Object.keys(secretsOf(application, name.startsWith("blue") ? "blue" : "green"));
      expect(secrets?.map((secret) => secret.name) ?? []).toEqual(configured);
      for (const secret of secrets ?? []) expect(Object.keys(secret)).toEqual(["name", "valueFrom"]);
    }
  });

  it("no resource but the migration task, its start's policy and break-glass's mentions the master secret", () => {
    const mentioning = environment
      .addresses()
      .filter((address) => JSON.stringify(environment.resource(address)).includes("master_user_secret["));
    expect(mentioning).toEqual([
      "aws_ecs_task_definition.migration_task_task_definition",
      "aws_iam_role_policy.break_glass_policy",
      "aws_iam_role_policy.migration_task_execution_role_policy",
    ]);
  });
});

it("tasks of both colors get every variable that no setting may name, and no other", () => {
  for (const [{ environment } = {}] of [containers("blue"), containers("green")]) {
    expect(environment.map(({ name }: Attributes) => name).sort()).toEqual([...TASK_VARIABLES]);
  }
});

it.each(TASK_VARIABLES)("the task's own variable %s is in docs/images.md, and nobody's setting", (name) => {
  expect(readFileSync("docs/images.md", "utf8")).toContain(`\`${name}\``);
  expect(problemsOf({ application: { environment: { [name]: "x" } } })).toHaveLength(1);
});

it("what tasks learn of resources is an output too, for people and scripts", () => {
  const outputs = Object.values<Attributes>(whole.document.output).map(({ value }) => value);
  const learned = containers("blue", whole).flatMap(({ environment }) => environment);
  const ofResources = learned.filter(({ value }) => value.startsWith("${aws_"));
  expect(ofResources.length).toBeGreaterThan(1);
  // Left over: wants an output, by src/constructs/output.ts.
  expect(ofResources.filter(({ value }) => !outputs.includes(value))).toEqual([]);
});
