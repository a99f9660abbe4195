/** A parameter of the cluster's parameter group. */
interface DatabaseParameter {
  readonly name: string;
  readonly value: string;
  /**
   * Whether the parameter is static: a running instance follows a change only after a reboot, and a new instance starts with it.
   * @default - dynamic: a change counts at once, also for open sessions
   */
  readonly needsReboot?: true;
}

/**
 * Parameters of every cluster. The log says who connected, and who changed schemas and roles; it holds no text of a statement that
 * reads or writes rows, no bound value, and no error, because each of these can quote a card number:
 * `__tests__/constructs/database-log.process.test.ts` plants some in every way that we know. Errors are the client's to log, and slow
 * statements are in `pg_stat_statements` and Performance Insights, without values: docs/runbooks/database.md.
 * `aws rds describe-engine-default-cluster-parameters --db-parameter-group-family aurora-postgresql17` says which can be modified,
 * which are static, and which values they take: `log_min_messages` ends with `fatal`, and has no `panic`. Read in an answer for
 * aurora-postgresql14, where each of these can be modified but for three that were not in what was read: `log_connections`,
 * `pgaudit.log`, `shared_preload_libraries`. 16 and 17 have not been asked.
 */
export const DATABASE_PARAMETERS: readonly DatabaseParameter[] = [
  { name: "rds.force_ssl", value: "1" },
  { name: "log_connections", value: "1" },
  { name: "log_disconnections", value: "1" },
  // Logs changes of schemas and roles. PostgreSQL's own log_statement would log the password of a CREATE ROLE; pgaudit redacts
  // it.
  // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_LogAccess.Concepts.PostgreSQL.Query_Logging.html
  { name: "shared_preload_libraries", value: "pg_stat_statements,pgaudit", needsReboot: true },
  { name: "pgaudit.log", value: "ddl,role" },
  { name: "pgaudit.log_parameter", value: "0" },
  { name: "log_statement", value: "none" },
  // No slow statements: the log would hold their text, with each value in it. PostgreSQL cannot log the duration alone.
  { name: "log_min_duration_statement", value: "-1" },
  // Not CREATE ROLE and its like, whose text it keeps as it is. Of all others it replaces the values by $1, $2 and so on.
  // https://www.postgresql.org/docs/16/pgstatstatements.html
  { name: "pg_stat_statements.track_utility", value: "0" },
  // Logs waits of a second and more for a lock, with the waiting process and the lock's holder. `terse` leaves the statement out.
  { name: "log_lock_waits", value: "1" },
  // No errors, because they quote values: invalid input syntax for type integer: "4111...". PostgreSQL ranks the level `log`, at
  // which it logs connections, above `error`.
  // https://www.postgresql.org/docs/16/runtime-config-logging.html#RUNTIME-CONFIG-SEVERITY-LEVELS
  { name: "log_min_messages", value: "log" },
  // Leaves out the statement of a session that is ended, or that waits for a lock.
  { name: "log_min_error_statement", value: "panic" },
  // No DETAIL, HINT and CONTEXT: rows, keys, and the statement of a server process that crashed.
  { name: "log_error_verbosity", value: "terse" },
  { name: "log_parameter_max_length", value: "0" },
  { name: "log_parameter_max_length_on_error", value: "0" },
];
