import { runMigration } from "../migrate/run-migration";
import { contentCommand, type DatabaseContent, parseContent } from "./content";

/**
 * Reads the row counts and hashes of an environment's database by a run of the migration task, because no other task may read the master
 * password. The run replaces the task's command by a command that needs `sh` and `psql`, which the default image contains.
 *
 * @throws RefusedError if the environment is not deployed, or a migration is running
 * @throws Error if the task fails or its log is incomplete
 */
export async function readContent(suffix: string): Promise<DatabaseContent> {
  const log: string[] = [];
  const { exitCode, reason, taskArn } = await runMigration({
    suffix,
    command: contentCommand(),
    onLog: (line) => log.push(line),
    onStatus: () => {},
  });
  const content = parseContent(log);
  if (exitCode !== 0 || content === undefined) {
    const said = log.filter((line) => !line.startsWith("INFO:")).slice(-5);
    throw new Error(
      [
        `the database of ${suffix} was not read: exit code ${exitCode ?? "(never started)"}, ${reason}; ${taskArn}`,
        ...said,
        "if migration.image is your own, it has to contain sh and psql: docs/runbooks/restore.md",
      ].join("\n"),
    );
  }
  return content;
}
