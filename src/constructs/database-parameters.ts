/** A parameter of the cluster's parameter group. */
interface DatabaseParameter {
  readonly name: string;
  readonly value: string;
  /**
   * Whether AWS calls it static: an instance that runs follows a change only after its reboot. A new one starts with it.
   * @default - dynamic: a change counts at once, for sessions that are open too
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
  // Changes of schemas and roles. PostgreSQL's own log_statement would log the password of a CREATE ROLE; pgaudit takes it out.
  // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_LogAccess.Concepts.PostgreSQL.Query_Logging.html
  { name: "shared_preload_libraries", value: "pg_stat_statements,pgaudit", needsReboot: true },
  { name: "pgaudit.log", value: "ddl,role" },
  { name: "pgaudit.log_parameter", value: "0" },
  { name: "log_statement", value: "none" },
  // Slow statements: the log would have their text, with each value that is written into it. PostgreSQL cannot log the duration alone.
  { name: "log_min_duration_statement", value: "-1" },
  // Not CREATE ROLE and its like, whose text it keeps as it is. Of all others it replaces the values by $1, $2 and so on.
  // https://www.postgresql.org/docs/16/pgstatstatements.html
  { name: "pg_stat_statements.track_utility", value: "0" },
  // Waits of a second and more for a lock: which process, for which one. `terse` keeps its statement out.
  { name: "log_lock_waits", value: "1" },
  // Errors quote values: invalid input syntax for type integer: "4111...". PostgreSQL ranks `log`, by which it tells of connections, above `error`.
  // https://www.postgresql.org/docs/16/runtime-config-logging.html#RUNTIME-CONFIG-SEVERITY-LEVELS
  { name: "log_min_messages", value: "log" },
  // The statement beside a session that is ended, or that waits for a lock.
  { name: "log_min_error_statement", value: "panic" },
  // No DETAIL, HINT and CONTEXT: rows, keys, and the statement of a server process that crashed.
  { name: "log_error_verbosity", value: "terse" },
  { name: "log_parameter_max_length", value: "0" },
  { name: "log_parameter_max_length_on_error", value: "0" },
];
