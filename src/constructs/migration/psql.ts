/**
 * Returns the command with which the migration task's container runs SQL with psql. psql reads CA certificates only from a file, but the
 * image contains no RDS certificates, and its root file system is read-only. So the command pipes the certificates to the standard input of
 * psql, and psql reads them from the file /dev/stdin. Here psql needs its standard input for nothing else. Every container has /dev/stdin:
 * https://github.com/opencontainers/runtime-spec/blob/main/runtime-linux.md#dev-symbolic-links
 *
 * @param sql the SQL statements that psql runs
 * @param options additional options of psql
 */
export const psqlCommand = (sql: string, options: readonly string[]): readonly string[] => [
  "sh",
  "-c",
  'printf %s "$DATABASE_CA_BUNDLE" | PGSSLROOTCERT=/dev/stdin psql "$@"',
  "psql",
  "--no-psqlrc", // otherwise psql would look for files in a home directory that the user does not have
  ...options,
  `--command=${sql}`,
];
