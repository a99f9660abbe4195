import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EPHEMERAL } from "../support/environments";
import { type Answer, noRealPostgres, RealPostgres } from "../support/real-postgres";
import { synthesized } from "../support/synthesized";

const [container] = JSON.parse(
  synthesized(EPHEMERAL).resource("aws_ecs_task_definition.migration_task_task_definition")
    .container_definitions,
);
/** The command of the task definition, as ECS runs it. */
const COMMAND: string[] = container.command.map((word: string) => word.replaceAll("$${", "${"));

/** The container's own variables. */
const VARIABLES = Object.fromEntries(
  container.environment.map(({ name, value }: { name: string; value: string }) => [name, value]),
);
const { PGSSLMODE, DATABASE_CA_BUNDLE } = VARIABLES;

const RUNBOOK = readFileSync(join(__dirname, "..", "..", "docs", "runbooks", "access.md"), "utf8");

const MIGRATE = readFileSync(join(__dirname, "..", "..", "docs", "runbooks", "migrate.md"), "utf8");

const why = noRealPostgres();
// Jest says nothing of a file of which every test is skipped. In CI it is red: .ci/verdict.js
if (why !== undefined) console.warn(`the migration was not tried on a PostgreSQL server: ${why}`);
const suite = why === undefined ? describe : describe.skip;

suite("the migration on a PostgreSQL server", () => {
  let database: RealPostgres;
  /** As the task definition says, but for the server, and who signed its certificate. */
  const master = () => ({
    PGUSER: "master",
    PGSSLMODE,
    DATABASE_CA_BUNDLE: database.certificateAuthority,
  });
  const migrate = () => database.command(COMMAND, master());

  // As on RDS: the master is no superuser. It owns the database, makes roles, and may hand out rds_iam.
  beforeAll(async () => {
    database = new RealPostgres();
    await database.start();
    await database.run(
      "postgres",
      `CREATE ROLE rds_iam;
      CREATE ROLE master LOGIN CREATEROLE;
      GRANT rds_iam TO master WITH ADMIN OPTION;
      ALTER DATABASE postgres OWNER TO master`,
    );
    await database.run("master", "CREATE TABLE payment (id serial PRIMARY KEY, amount int)");
  });
  afterAll(() => database.stop());

  /** Begins a migration that stays in its transaction for a second after all its statements, and waits for that. */
  async function slowMigration(): Promise<{ ended: Promise<Answer> }> {
    const ended = database.command(
      [...COMMAND.slice(0, -1), `${COMMAND.at(-1)}\nSELECT pg_sleep(1)`],
      master(),
    );
    const sleeping = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
    while ((await database.run("postgres", sleeping)) === "0") await sleep(10);
    return { ended };
  }

  it.each(["the first", "a later"])("waits for another that is under way, %s time, and says so", async () => {
    const { ended } = await slowMigration();
    const second = await migrate();
    const first = await ended;
    expect([first.exitCode, first.stderr]).toEqual([0, ""]);
    expect([second.exitCode, second.stderr.trim()]).toEqual([
      0,
      "NOTICE:  another migration is under way: waiting for its end, at most 10 minutes",
    ]);
    await expect(
      database.run(
        "postgres",
        "SELECT rolname FROM pg_roles WHERE rolname IN ('app', 'readonly') ORDER BY 1",
      ),
    ).resolves.toBe("app\nreadonly");
  });

  describe("with schemas and tables that others own", () => {
    beforeAll(async () => {
      await database.run(
        "postgres",
        `CREATE EXTENSION pg_stat_statements; -- its views in public are postgres's, and an extension's: not named
        CREATE ROLE anna LOGIN;
        CREATE SCHEMA ledger AUTHORIZATION master;
        CREATE SCHEMA "Anna's" AUTHORIZATION anna;
        CREATE TABLE ledger.of_anna (id serial PRIMARY KEY);
        ALTER TABLE ledger.of_anna OWNER TO anna;
        -- Having a right without that to pass it on, PostgreSQL would only warn that nothing was granted.
        CREATE TABLE public.seen (id int);
        ALTER TABLE public.seen OWNER TO anna;
        GRANT SELECT ON public.seen TO master;
        CREATE TABLE public.lent (id int);
        ALTER TABLE public.lent OWNER TO anna;
        GRANT SELECT ON public.lent TO master WITH GRANT OPTION`,
      );
      await database.run("master", `CREATE TABLE ledger."Entry" (id serial PRIMARY KEY, amount int)`);
    });

    it("ends well, names each that it skipped, and whose it is", async () => {
      const { exitCode, stderr } = await migrate();
      expect([exitCode, stderr.trim().split("\n")]).toEqual([
        0,
        [
          'skipped: app does not get USAGE on schema "Anna\'s", which belongs to anna',
          'skipped: readonly does not get USAGE on schema "Anna\'s", which belongs to anna',
          "skipped: app does not get SELECT, USAGE on sequence ledger.of_anna_id_seq, which belongs to anna",
          `skipped: app does not get DELETE, INSERT, SELECT, UPDATE on table ledger.of_anna, which belongs to anna`,
          "skipped: readonly does not get SELECT on table ledger.of_anna, which belongs to anna",
          `skipped: app does not get DELETE, INSERT, UPDATE on table public.lent, which belongs to anna`,
          `skipped: app does not get DELETE, INSERT, SELECT, UPDATE on table public.seen, which belongs to anna`,
          "skipped: readonly does not get SELECT on table public.seen, which belongs to anna",
        ].map((line) => `WARNING:  ${line}`),
      ]);
    });

    it("gives rights in every schema, on what is there and on what comes", async () => {
      await database.run("master", "CREATE SCHEMA later; CREATE TABLE later.entry (id serial, amount int)");
      for (const table of ['ledger."Entry"', "later.entry", "public.payment"]) {
        await database.run("app", `INSERT INTO ${table} (amount) VALUES (7)`);
        await expect(database.run("readonly", `SELECT amount FROM ${table}`)).resolves.toBe("7");
        await expect(database.run("readonly", `DELETE FROM ${table}`)).rejects.toThrow(/permission denied/);
      }
      await expect(database.run("readonly", "SELECT count(*) FROM lent")).resolves.toBe("0");
    });

    it("grants nothing again in a schema whose comment says that it has rights of its own", async () => {
      const [keepOut = ""] = /COMMENT ON SCHEMA ledger[\s\S]*?(?=```)/.exec(MIGRATE) ?? [];
      const may = () =>
        database.run(
          "postgres",
          `SELECT has_table_privilege('app', 'kept.entry', 'INSERT'), has_table_privilege('app', 'kept.entry', 'DELETE')`,
        );
      await database.run("master", "CREATE SCHEMA kept; CREATE TABLE kept.entry (id int)");
      await database.run("master", keepOut.replaceAll("ledger", "kept"));
      await migrate();
      expect(await may()).toBe("t|f");
      await database.run("master", "COMMENT ON SCHEMA kept IS NULL");
      await migrate();
      expect(await may()).toBe("t|t");
    });

    it("changes nothing when it is run again: not even a row of the catalogue", async () => {
      const versions = () =>
        database.run(
          "postgres",
          `SELECT oid, xmin, relacl FROM pg_class WHERE relnamespace >= 2200 UNION ALL
          SELECT oid, xmin, nspacl FROM pg_namespace UNION ALL SELECT oid, xmin, NULL FROM pg_authid ORDER BY 1`,
        );
      const before = await versions();
      await migrate();
      expect(await versions()).toBe(before);
    });
  });

  describe("a session of readonly", () => {
    beforeAll(migrate);

    it.each([
      ["statement_timeout", "1min"],
      ["idle_in_transaction_session_timeout", "1min"],
      ["lock_timeout", "5s"],
    ])("begins with %s at %s, and that of app without", async (setting, limit) => {
      expect(await database.run("readonly", `SHOW ${setting}`)).toBe(limit);
      expect(await database.run("app", `SHOW ${setting}`)).toBe("0");
    });

    it("makes no temporary table; one of app does", async () => {
      const make = "CREATE TEMP TABLE scratch AS SELECT 1 AS n; SELECT n FROM scratch";
      await expect(database.run("readonly", make)).rejects.toThrow(
        /permission denied to create temporary tables/,
      );
      await expect(database.run("app", make)).resolves.toBe("1");
    });
  });

  describe("the server's certificate", () => {
    it("is verified by AWS's bundle: another authority's is refused", async () => {
      const { exitCode, stderr } = await database.command(COMMAND, { ...master(), DATABASE_CA_BUNDLE });
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining("certificate verify failed")]);
    });

    it("has to be for the host that was called", async () => {
      const { exitCode, stderr } = await database.command(COMMAND, { ...master(), PGHOST: "127.0.0.1" });
      expect([exitCode, stderr]).toEqual([
        2,
        expect.stringContaining('does not match host name "127.0.0.1"'),
      ]);
    });

    it("is refused without a bundle", async () => {
      const { exitCode } = await database.command(COMMAND, { ...master(), DATABASE_CA_BUNDLE: "" });
      expect(exitCode).toBe(2);
    });
  });

  describe("a person who signs in as the runbook says", () => {
    const [block = ""] = /(?<=## Sign in to the database[\s\S]*?```sh\n)[\s\S]*?(?=```)/.exec(RUNBOOK) ?? [];

    it("is named in the line that the log has of the connection", async () => {
      const { PGPORT } = database.variables;
      const script = block
        .replace(/^curl .*$/m, 'printf %s "$DATABASE_CA_BUNDLE" > us-east-1-bundle.pem')
        .replace("<output database_reader_endpoint>", "localhost")
        .replace("port=5432", `port=${PGPORT}`)
        .replace("dbname=transactions", "dbname=postgres");
      const aws =
        'aws() { case "$2" in get-caller-identity) echo AROAEXAMPLE:anna@example.com;; *) echo a-token;; esac; }';
      const { exitCode, stderr } = await database.command(
        ["sh", "-ec", `cd "$(mktemp -d)"\n${aws}\n${script}\nrm us-east-1-bundle.pem`],
        { DATABASE_CA_BUNDLE: database.certificateAuthority },
      );
      expect([exitCode, stderr]).toEqual([0, ""]);
      expect(database.log).toMatch(
        /^.*:readonly@postgres:\[\d+\]:LOG: {2}connection authorized: user=readonly database=postgres application_name=anna@example\.com SSL enabled/m,
      );
    });
  });
});
