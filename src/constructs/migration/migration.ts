import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Construct } from "constructs";
import { REGION } from "../../naming/region";
import { DEFAULT_MIGRATION_IMAGE } from "../../settings/profiles";
import type { EnvironmentSettings } from "../../settings/schema";
import { DATABASE_PORT, type Database } from "../database";
import type { PolicyStatement } from "../iam";
import { literal } from "../literal";
import { output } from "../output";
import { Task } from "../task";
import { psqlCommand } from "./psql";

export interface MigrationProps {
  readonly suffix: string;
  readonly accountId: string;
  readonly settings: EnvironmentSettings["migration"];
  readonly database: Database;
  readonly logRetentionDays: number;
  /** ARN of the environment's customer managed KMS key. @default - AWS managed keys */
  readonly kmsKeyArn: string | undefined;
}

/**
 * The task that changes the database's schema. No other task may read the master password.
 *
 * Both colors share one database. So a migration before a release only adds to the schema (expand). After the release, another migration
 * removes the parts of the schema that no color uses any more (contract). Run this other migration only when nobody will roll back the
 * release. `npm run migrate` runs the task and waits until the task ends.
 */
export class Migration extends Construct {
  public readonly task: Task;

  public constructor(scope: Construct, id: string, props: MigrationProps) {
    super(scope, id);
    const { suffix, accountId, settings, database, logRetentionDays, kmsKeyArn } = props;
    const readSecret: PolicyStatement[] = [
      {
        Sid: "ReadMasterSecret",
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: database.masterSecretArn,
      },
    ];
    if (kmsKeyArn !== undefined) {
      readSecret.push({
        Sid: "DecryptMasterSecret",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: kmsKeyArn,
        Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${REGION}.amazonaws.com` } },
      });
    }
    const command =
      settings.command ?? (settings.image === DEFAULT_MIGRATION_IMAGE ? makeUsers() : undefined);
    this.task = new Task(this, "task", {
      suffix,
      accountId,
      name: "migration",
      image: settings.image,
      user: "10001:10001",
      ...(command && { command: command.map(literal) }),
      cpuUnits: 256,
      memoryMib: 512,
      environment: {
        PGHOST: database.cluster.endpoint,
        PGPORT: String(DATABASE_PORT),
        PGDATABASE: database.databaseName,
        // With these two variables psql checks the server's certificate and host name. An image that reads neither variable has to
        // check the certificate and the host name itself.
        PGSSLMODE: "verify-full",
        DATABASE_CA_BUNDLE: readFileSync(join(__dirname, "rds-bundle.pem"), "utf8"),
      },
      // ECS reads the secret when the task starts. So a task always gets the current password, although RDS rotates it every 7 days.
      secrets: {
        PGUSER: `${database.masterSecretArn}:username::`,
        PGPASSWORD: `${database.masterSecretArn}:password::`,
      },
      executionStatements: readSecret,
      logMode: "blocking", // loses no log line; a migration serves no requests that would wait for a slow log
      logRetentionDays,
      kmsKeyArn,
    });
    output(
      this,
      "migration_task_definition_arn",
      this.task.definition.arn,
      "Task definition that npm run migrate runs",
    );
    output(this, "migration_log_group", this.task.logGroup.name, "Log group of the migrations");
  }
}

/** Returns the command that runs create-users.sql. */
const makeUsers = (): readonly string[] =>
  psqlCommand(readFileSync(join(__dirname, "create-users.sql"), "utf8"), [
    "--echo-errors",
    "--set=ON_ERROR_STOP=1",
    "--single-transaction",
  ]);
