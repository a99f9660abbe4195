/**
 * Runs SQL in the migration task, with psql. psql reads certificates only from a file, the image has no certificates of RDS, and
 * its root file system is read-only. So the file is standard input, which psql does not read otherwise; a container has
 * /dev/stdin by
 * https://github.com/opencontainers/runtime-spec/blob/main/runtime-linux.md#dev-symbolic-links
 *
 * @param options psql's options
 * @returns the container's command
 */
export const psqlCommand = (sql: string, options: readonly string[]): readonly string[] => [
  "sh",
  "-c",
  'printf %s "$DATABASE_CA_BUNDLE" | PGSSLROOTCERT=/dev/stdin psql "$@"',
  "psql",
  "--no-psqlrc", // psql would look for files in a home directory that the user does not have
  ...options,
  `--command=${sql}`,
];
