import { DATABASE_PORT, type Database, databaseUserArn } from "./database";
import type { TaskUse } from "./task-use";

/**
 * Returns the environment variables and permissions of the application's tasks for the database: its host names, and the permission to sign
 * in as `app`.
 */
export const databaseUse = (accountId: string, { cluster, instances, databaseName }: Database): TaskUse => ({
  may: "sign in to the database as app",
  variables: {
    DATABASE_HOST: cluster.endpoint,
    DATABASE_READER_HOST: cluster.readerEndpoint,
    DATABASE_PORT: String(DATABASE_PORT),
    DATABASE_NAME: databaseName,
    DATABASE_USER: "app",
  },
  statements: [
    {
      Sid: "ConnectToDatabase",
      Effect: "Allow",
      Action: "rds-db:connect",
      Resource: databaseUserArn(accountId, cluster, "app"),
    },
  ],
  before: instances,
});
