import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EPHEMERAL } from "../support/environments";
import { found, PREPARED, planted, WAYS } from "../support/planted-statements";
import { noRealPostgres, RealPostgres } from "../support/real-postgres";
import { synthesized } from "../support/synthesized";

/** The parameters of the cluster, as it is synthesized. */
const synthesizedParameters: Record<string, string> = Object.fromEntries(
  synthesized(EPHEMERAL)
    .resource("aws_rds_cluster_parameter_group.database_parameter_group")
    .parameter.map(({ name, value }: { name: string; value: string }) => [name, value]),
);

// What only Aurora has: a parameter of its own, and pgaudit, which is not in the package. So nothing here proves what pgaudit logs.
const { "rds.force_ssl": _tls, shared_preload_libraries: libraries = "", ...others } = synthesizedParameters;
const PARAMETERS = {
  ...others,
  shared_preload_libraries: libraries
    .split(",")
    .filter((library) => library !== "pgaudit")
    .join(","),
};

/** The blocks of SQL of a section of the runbook. */
function sqlOf(section: string): string[] {
  const runbook = readFileSync(join(__dirname, "..", "..", "docs", "runbooks", "database.md"), "utf8");
  const [, rest = ""] = runbook.split(`## ${section}\n`);
  return [...(rest.split(/\n#{2,3} /)[0] ?? "").matchAll(/```sql\n([\s\S]*?)```/g)].map(
    ([, sql = ""]) => sql,
  );
}

/** The parameters before it was tried what they let through. */
const BEFORE = {
  log_connections: "1",
  log_disconnections: "1",
  log_min_duration_statement: "1000",
  log_parameter_max_length: "0",
  log_parameter_max_length_on_error: "0",
  log_statement: "ddl",
};

const why = noRealPostgres();
// Jest says nothing of a file of which every test is skipped. In CI it is red: .ci/verdict.js
if (why !== undefined) console.warn(`the log was not tried on a PostgreSQL server: ${why}`);
const suite = why === undefined ? describe : describe.skip;

/** Starts a server, and plants a card number and a password in each way. */
async function withPlanted(parameters: Record<string, string>): Promise<RealPostgres> {
  const database = new RealPostgres();
  await database.start(parameters);
  await database.run("postgres", PREPARED);
  for (const [index, way] of Object.values(WAYS).entries()) await way(database, planted(index));
  return database;
}

suite("the log of a PostgreSQL server, into which a card number and a password are planted", () => {
  describe("with the parameters of the cluster", () => {
    let database: RealPostgres;
    let log: string;

    beforeAll(async () => {
      database = await withPlanted(PARAMETERS);
      await database.psql({ PGUSER: "nobody" }, "SELECT 1");
      ({ log } = database);
    });
    afterAll(() => database.stop());

    it("holds neither of any way", () => {
      expect(found(log)).toEqual([]);
    });

    it("says which process waits for a lock, but not what it runs", () => {
      expect(log).toMatch(
        /:LOG: {2}process \d+ still waiting for ShareLock on transaction \d+ after \d+\.\d+ ms$/m,
      );
      expect(log).not.toMatch(/:(STATEMENT|DETAIL|CONTEXT|QUERY|HINT):| (statement|duration): /);
    });

    it("says who connected, by which application and for how long, and who was refused", () => {
      expect(log).toMatch(
        /:app@postgres:\[\d+\]:LOG: {2}connection authorized: user=app database=postgres application_name=waiter SSL enabled/,
      );
      expect(log).toMatch(/:app@postgres:\[\d+\]:LOG: {2}disconnection: session time: 0:00:01\.\d+ user=app/);
      expect(log).toMatch(/:nobody@postgres:\[\d+\]:FATAL: {2}role "nobody" does not exist$/m);
      expect(log).toMatch(/:FATAL: {2}terminating connection due to administrator command$/m);
      expect(log).toMatch(/:LOG: {2}server process \(PID \d+\) was terminated by signal 9: Killed$/m);
    });

    it("shows slow statements to readonly by the runbook's SQL, with $1 in place of a value", async () => {
      const [prepare = "", ask = ""] = sqlOf("Slow statements");
      await database.run("postgres", `CREATE ROLE readonly LOGIN; ${prepare}`);
      for (const [index, [name, way]] of Object.entries(WAYS).entries()) {
        if (name.includes("slow")) await way(database, planted(index));
      }
      const slow = await database.run("readonly", ask);
      expect(slow).toMatch(/^1\d\d\d\|1\d\d\d\|\d\|\d\|app\|SELECT pg_sleep\(\$3\), \$1::text, \$2::text$/m);
      expect(slow).toMatch(
        /\|app\|SELECT pg_sleep\(\$1\), id FROM card WHERE id = \$2 OR number IN \(\$3, \$4\)$/m,
      );
      expect(found(await database.run("readonly", "SELECT query FROM pg_stat_statements"))).toEqual([]);
    });

    it("leaves errors to the client, which gets them whole", async () => {
      const { stderr } = await database.psql({ PGUSER: "app" }, "INSERT INTO card VALUES (1, 'x', 'y')");
      expect(stderr).toContain("DETAIL:  Key (id)=(1) already exists.");
    });
  });

  it("held them, before that was tried, in every way but the bound values of a slow statement", async () => {
    const database = await withPlanted(BEFORE);
    try {
      expect(Object.keys(WAYS).filter((way) => !found(database.log).includes(way))).toEqual([
        "a slow statement with bound values",
      ]);
    } finally {
      await database.stop();
    }
  });
});
