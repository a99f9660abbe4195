import { runMigration } from "../migrate/run-migration";
import { contentCommand, type DatabaseContent, parseContent } from "./content";

/**
 * Reads the row counts and hashes of an environment's database. This function runs the migration task, because no other task may read the
 * master password. The task gets another command than in a migration. That command needs `sh` and `psql`, which the default image of the
 * migration contains.
 *
 * @throws RefusedError if the task's network is not known, or if a migration is running
 * @throws Error if the task fails, or if its log is incomplete
 */
export async function readContent(suffix: string): Promise<DatabaseContent> {
  const log: string[] = [];
  const { exitCode, ending, taskArn } = await runMigration({
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
        `the database of ${suffix} was not read: the task ended with ${ending}; ${taskArn}`,
        ...said,
        "if migration.image is your own, it has to contain sh and psql: docs/runbooks/restore.md",
      ].join("\n"),
    );
  }
  return content;
}
