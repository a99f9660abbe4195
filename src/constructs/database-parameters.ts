/** A parameter of the cluster's parameter group. */
interface DatabaseParameter {
  readonly name: string;
  readonly value: string;
  /**
   * True if the parameter is static: a running instance uses a changed value only after a reboot.
   * @default - dynamic: a changed value takes effect immediately, also for open sessions
   */
  readonly needsReboot?: true;
}

/**
 * Parameters of every cluster. The PostgreSQL log shows all connections, and all changes of schemas and roles, each with the user. The log
 * contains no text of statements that read or write rows, no bind values, and no errors, because each of these can contain a card number.
 * The test `__tests__/constructs/database-log.process.test.ts` tries every way that we know to get a card number into the log. Clients have
 * to log errors themselves. `pg_stat_statements` and Performance Insights show slow statements without values: docs/runbooks/database.md.
 *
 * The command `aws rds describe-engine-default-cluster-parameters --db-parameter-group-family aurora-postgresql17` lists the parameters.
 * For each parameter, it shows the fields `IsModifiable`, `ApplyType` (static or dynamic) and `AllowedValues`. For example, the allowed
 * values of `log_min_messages` end with `fatal`, and do not include `panic`. We have read a part of the list for aurora-postgresql14. That
 * part does not contain `log_connections`, `pgaudit.log` and `shared_preload_libraries`. According to that part, all other parameters below
 * can be modified. We have not read the lists for versions 16 and 17.
 */
export const DATABASE_PARAMETERS: readonly DatabaseParameter[] = [
  { name: "rds.force_ssl", value: "1" },
  { name: "log_connections", value: "1" },
  { name: "log_disconnections", value: "1" },
  // pgaudit logs changes of schemas and roles, and redacts the password of a CREATE ROLE. PostgreSQL's own log_statement would log
  // that password.
  // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_LogAccess.Concepts.PostgreSQL.Query_Logging.html
  { name: "shared_preload_libraries", value: "pg_stat_statements,pgaudit", needsReboot: true },
  { name: "pgaudit.log", value: "ddl,role" },
  { name: "pgaudit.log_parameter", value: "0" },
  { name: "log_statement", value: "none" },
  // The value -1 switches the log of slow statements off, because the log would contain their text with all values. PostgreSQL cannot log
  // the duration of slow statements without their text.
  { name: "log_min_duration_statement", value: "-1" },
  // pg_stat_statements does not record utility statements such as CREATE ROLE, because it would keep the text of these statements
  // unchanged. In other statements, it replaces the values by $1, $2 and so on.
  // https://www.postgresql.org/docs/16/pgstatstatements.html
  { name: "pg_stat_statements.track_utility", value: "0" },
  // PostgreSQL logs each wait for a lock that takes a second or more, with the waiting process and the process that holds the lock. Because
  // of log_error_verbosity = terse, the log does not contain the waiting statement.
  { name: "log_lock_waits", value: "1" },
  // PostgreSQL does not log errors, because their messages quote values, for example: invalid input syntax for type integer: "4111...".
  // Connections are still logged, because PostgreSQL logs them at the level `log`, which ranks above `error`.
  // https://www.postgresql.org/docs/16/runtime-config-logging.html#RUNTIME-CONFIG-SEVERITY-LEVELS
  { name: "log_min_messages", value: "log" },
  // With this value, the log does not contain the current statement when a session is terminated or waits for a lock.
  { name: "log_min_error_statement", value: "panic" },
  // With this value, the log does not contain DETAIL, HINT and CONTEXT. These fields can contain rows, values of keys, and the statement of
  // a server process that crashed.
  { name: "log_error_verbosity", value: "terse" },
  { name: "log_parameter_max_length", value: "0" },
  { name: "log_parameter_max_length_on_error", value: "0" },
];
