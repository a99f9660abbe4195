import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

type Answer = { rows: unknown[] } | { refused: string };

/** A PostgreSQL server (PGlite) for one test file. */
export class Postgres {
  private readonly process = fork(join(__dirname, "postgres-process.ts"), {
    execArgv: ["--require", join(__dirname, "..", "..", "src", "register.js")],
  });

  /** Runs statements as a superuser and returns the rows of the last one. */
  public async run(sql: string): Promise<unknown[]> {
    const answered = once(this.process, "message");
    this.process.send(sql);
    const [answer] = (await answered) as [Answer];
    if ("refused" in answer) {
      throw new Error(answer.refused);
    }
    return answer.rows;
  }

  /** Runs statements as one user, as if that user had signed in. */
  public async runAs(user: string, sql: string): Promise<unknown[]> {
    await this.run(`SET SESSION AUTHORIZATION ${user}`);
    try {
      return await this.run(sql);
    } finally {
      await this.run("SET SESSION AUTHORIZATION postgres"); // not RESET, because PGlite does not remember the original user
    }
  }

  public stop(): void {
    this.process.kill();
  }
}
