import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { RealPostgres } from "../support/real-postgres";
import { Door } from "./door";

const ROOT = join(__dirname, "..", "..");
/** As in real-postgres.ts: PostgreSQL refuses root. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** A PostgreSQL server with the example's users and tables, behind a door that wants IAM tokens. */
export class Cluster {
  private constructor(
    public readonly postgres: RealPostgres,
    public readonly door: Door,
    private readonly data: string,
  ) {}

  /** @param modules folder in which the PostgreSQL package is installed @param parameters further settings of the server */
  public static async open(
    modules?: string,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<Cluster> {
    const postgres = new RealPostgres(modules);
    await postgres.start(parameters);
    await postgres.run("postgres", "CREATE ROLE rds_iam"); // RDS's own; the other two are the default migration's
    const users = join(ROOT, "src", "constructs", "migration", "create-users.sql");
    const { exitCode, stderr } = await postgres.command(
      ["psql", "-Xq", "-1", "-v", "ON_ERROR_STOP=1", "-f", users],
      { PGUSER: "postgres" },
    );
    if (exitCode !== 0) throw new Error(stderr);
    const data = await postgres.run("postgres", "SHOW data_directory");
    // Its settings, which were words of a command, go into its folder: it is started again without them.
    const set =
      "SELECT format('ALTER SYSTEM SET %I = %L', name, setting) FROM pg_settings WHERE source = 'command line' AND name <> 'data_directory'";
    for (const statement of (await postgres.run("postgres", set)).split("\n")) {
      await postgres.run("postgres", statement);
    }
    const cluster = new Cluster(postgres, await Door.open(Number(postgres.variables.PGPORT)), data);
    await cluster.migrate();
    return cluster;
  }

  /** Runs the example's own migration, over TLS. */
  public async migrate(): Promise<void> {
    const { exitCode, stderr } = await this.postgres.command(
      [process.execPath, join(ROOT, "examples", "application", "src", "migrate.js")],
      { PGUSER: "postgres", DATABASE_CA_BUNDLE: this.postgres.certificateAuthority },
    );
    if (exitCode !== 0) throw new Error(stderr);
  }

  /** Runs SQL as the master user. @returns the rows, one a line */
  public run(sql: string): Promise<string> {
    return this.postgres.run("postgres", sql);
  }

  /** Keeps an account locked while some work runs, as a transfer does that takes long. */
  public async locking<T>(account: string, work: () => Promise<T>): Promise<T> {
    const locked = this.postgres.psql(
      { PGUSER: "postgres", PGAPPNAME: "lock" },
      `BEGIN; SELECT FROM ledger.account WHERE id = '${account}' FOR UPDATE; SELECT pg_sleep(600)`,
    );
    await this.until("application_name = 'lock' AND wait_event = 'PgSleep'");
    try {
      return await work();
    } finally {
      await this.run("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'lock'");
      await locked;
    }
  }

  /** Waits until there is a session of which something holds. @param sql condition about a row of pg_stat_activity */
  public async until(sql: string): Promise<void> {
    while ((await this.run(`SELECT count(*) FROM pg_stat_activity WHERE ${sql}`)) === "0") await sleep(20);
  }

  /** Ends the server and with it every session, and starts it again. @param pause milliseconds without a server */
  public async restart(pause: number): Promise<void> {
    await this.control("stop", "-m", "fast");
    await sleep(pause);
    await this.control("start", "-l", `${this.data}.log`);
  }

  public async close(): Promise<void> {
    await this.door.close();
    await this.control("stop", "-m", "immediate").catch(() => {}); // unless a test has done so
    await this.postgres.stop();
  }

  private async control(...words: string[]): Promise<void> {
    const program = join(dirname(this.data), "native", "bin", "pg_ctl");
    await promisify(execFile)(program, ["-D", this.data, "-w", ...words], {
      ...NOBODY,
      env: { LC_ALL: "C" },
    });
  }
}
