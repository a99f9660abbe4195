import { runMigration } from "../migrate/run-migration";
import { contentCommand, type DatabaseContent, parseContent } from "./content";

/**
 * Reads what an environment's database holds, by its migration task, which alone reaches the database and may read the master password.
 * The task's command is replaced for this once: its image needs `sh` and `psql`, as the default one has.
 *
 * @throws RefusedError where the environment is not deployed or a migration is under way; Error where the task ended otherwise
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
        `${suffix}: its database was not read: exit code ${exitCode ?? "(never started)"}, ${reason}; ${taskArn}`,
        ...said,
        "an image of your own needs sh and psql: docs/runbooks/restore.md",
      ].join("\n"),
    );
  }
  return content;
}
