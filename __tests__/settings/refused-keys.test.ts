import { TASK_VARIABLES } from "../../src/naming/names";
import { linesOf } from "../support/problems";
import type { Overrides } from "../support/synthesize";

describe("unknown settings", () => {
  it("are all refused, at every depth, with what is known there", () => {
    expect(
      linesOf({
        color: 1,
        database: { replicas: 3, engine: "mysql" },
        application: { blue: { images: "a:1" } },
        monitoring: { subscribers: [{ protocol: "email", endpoint: "a@example.com", name: "A" }] },
      }).sort(),
    ).toEqual([
      "  application.blue.images: got a value that is not shown, allowed: no such setting; known here: image, containerPort, healthCheckPath, user, environment, minTasks, maxTasks, secrets",
      "  color: got a value that is not shown, allowed: no such setting; known here: $schema, profile, accountId, network, database, application, migration, weights, release, https, smokeTestCidrBlocks, waf, customerManagedKey, access, logs, monitoring",
      "  database.engine: got a value that is not shown, allowed: no such setting; known here: name, minCapacityAcu, maxCapacityAcu, backupRetentionDays, performanceInsights, monitoringIntervalSeconds, deletionProtection, finalSnapshot, engineVersion, allowMajorVersionUpgrade, kmsKeyArn, restoreFrom",
      "  database.replicas: got a value that is not shown, allowed: no such setting; known here: name, minCapacityAcu, maxCapacityAcu, backupRetentionDays, performanceInsights, monitoringIntervalSeconds, deletionProtection, finalSnapshot, engineVersion, allowMajorVersionUpgrade, kmsKeyArn, restoreFrom",
      "  monitoring.subscribers.0.name: got a value that is not shown, allowed: no such setting; known here: protocol, endpoint",
    ]);
  });

  it("do not show their values, which may be secrets", () => {
    expect(linesOf({ database: { masterPassword: "hunter2" } }).join("\n")).not.toContain("hunter2");
  });
});

describe("an environment variable of the application", () => {
  const lines = (environment: Overrides) => linesOf({ application: { environment } });

  it.each([
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  ])("gives it no other identity than the task's role: %s", (name) => {
    const allowed = "no credentials of AWS: the application gets credentials from the task's role";
    expect(lines({ [name]: "x" })).toContain(
      `  application.environment.${name}: got a value that is not shown, allowed: ${allowed}`,
    );
    const arn = "arn:aws:ssm:us-east-1:123456789012:parameter/team/x";
    expect(linesOf({ accountId: "123456789012", application: { secrets: { [name]: { arn } } } })).toEqual([
      expect.stringContaining(allowed),
    ]);
  });

  it.each(["DB_PASSWORD", "API_TOKEN", "STRIPE_SECRET", "API_KEY", "APIKEY", "PRIVATE_PEM", "CREDENTIALS"])(
    "is refused when its name says secret: %s",
    (name) => {
      expect(lines({ [name]: "hunter2" })).toEqual([
        `  application.environment.${name}: got a value that is not shown, allowed: no names of secrets: plans and the ECS console show the values of these variables; keep secrets in AWS Secrets Manager, and name them in application.secrets`,
      ]);
    },
  );

  it.each([
    ["text", "hunter2"],
    ["a number", 271828],
    ["an object", { inner: "hunter2" }],
  ])("never shows a secret that is %s", (_kind, secret) => {
    const text = lines({ DB_PASSWORD: secret, db_password: secret, PORT: secret }).join("\n");
    expect(text).toContain("application.environment.DB_PASSWORD");
    expect(text).not.toMatch(/hunter2|271828/);
  });

  it.each([
    ["credentials in a URL", "postgres://app:hunter2@db/x", "hunter2"],
    ["an AWS key", "AKIAIOSFODNN7EXAMPLE", "EXAMPLE"],
    ["a temporary AWS key", "ASIAIOSFODNN7EXAMPLE", "EXAMPLE"],
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nMII", "MII"],
    ["a password among words", "--db-password=hunter2", "hunter2"],
  ])("is refused when it holds %s, like a word of the migration, and is not shown", (_kind, text, secret) => {
    const settings = {
      application: { environment: { SETTING: text } },
      migration: { command: ["up", text] },
    };
    const problems = linesOf(settings);
    for (const [index, field] of ["application.environment.SETTING", "migration.command.1"].entries()) {
      expect(problems[index]).toMatch(
        new RegExp(`^  ${field}: got .*\\(not shown\\).*, allowed: no secrets: `),
      );
    }
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain(secret);
  });

  it("is refused when the stack sets it itself", () => {
    expect(lines({ DATABASE_HOST: "localhost" })).toEqual([
      `  application.environment.DATABASE_HOST: got a value that is not shown, allowed: other names: the stack itself sets the variables ${TASK_VARIABLES.join(", ")}`,
    ]);
  });

  it("is refused when its name is not upper-case", () => {
    expect(lines({ logLevel: "debug" })).toEqual([
      "  application.environment.logLevel: got a value that is not shown, allowed: upper-case variable names such as LOG_LEVEL",
    ]);
  });

  it("is refused when it is not text", () => {
    expect(lines({ RETRIES: 3 })).toEqual(["  application.environment.RETRIES: got 3, allowed: text"]);
  });

  it("is accepted otherwise", () => {
    expect(lines({ LOG_LEVEL: "debug", FEATURE_2: "" })).toEqual([]);
  });
});
