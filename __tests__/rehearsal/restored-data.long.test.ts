import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateDBClusterSnapshotCommand, RDSClient } from "@aws-sdk/client-rds";
import type { Workspace } from "../../src/rehearsal/workspace";
import { contentCommand, type DatabaseContent, parseContent } from "../../src/restore/content";
import { noRealPostgres } from "../support/real-postgres";
import { RehearsedDatabases } from "./rehearsed-databases";
import { Account, itemsOf, MINUTES } from "./support";

const why = noRealPostgres();
// Jest says nothing of a file of which every test is skipped. In CI it is red: .ci/verdict.js
if (why !== undefined) console.warn(`no data was restored: ${why}`);
const suite = why === undefined ? describe : describe.skip;

const SCHEMA = readFileSync(join(__dirname, "../../examples/application/schema.sql"), "utf8");
const ROWS = 100_000;
const SOURCE = "aurora-cluster-d1";

/** A PostgreSQL server stands for each cluster. The commands restore; a base copy and the archived log move the data. */
suite("npm run restore", () => {
  let account: Account;
  let databases: RehearsedDatabases;
  let source: Workspace;
  /** What the source held before the damage, and after it. */
  let good: DatabaseContent;
  let damaged: DatabaseContent;
  let at: string;
  let snapshot: string;

  const run = async (program: "destroy" | "drill" | "migrate" | "plan" | "restore", ...options: string[]) => {
    const said: string[] = [];
    const code = await source.command(program, options, {}, (line) => said.push(line));
    return { code, said: said.join("\n") };
  };
  const restore = (...options: string[]) =>
    run("restore", "--from", "d1", "--auto-approve", "--parallelism", "64", ...options);
  const file = (suffix: string) => join(dirname(source.logFile), "environments", `${suffix}.json`);

  async function read(cluster: string): Promise<DatabaseContent> {
    const variables = { ...databases.variables(cluster), PGSSLMODE: "verify-full" };
    const { stderr } = await databases.server(cluster).command(contentCommand(), variables);
    const content = parseContent(stderr.split("\n"));
    if (content === undefined) throw new Error(stderr);
    return content;
  }
  const master = (sql: string) =>
    databases.server().command(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql], databases.variables());

  /** Each transfer is a transaction of its own, as the application's are. */
  async function write(transfers: number): Promise<void> {
    const { exitCode, stderr } = await master(
      `DO $$ BEGIN FOR n IN 1..${transfers} LOOP
        UPDATE ledger.account SET balance = balance - 1 WHERE id = 'treasury';
        UPDATE ledger.account SET balance = balance + 1 WHERE id = 'alice';
        INSERT INTO ledger.transfer VALUES (gen_random_uuid(), 'treasury', 'alice', 1, clock_timestamp());
        IF n % 20 = 0 THEN COMMIT; END IF;
      END LOOP; END $$`,
    );
    if (exitCode !== 0) throw new Error(stderr);
  }

  beforeAll(async () => {
    databases = new RehearsedDatabases(SOURCE);
    await databases.open();
    account = await Account.open("restored-data", { databasesEndpoint: databases.endpoint });
    source = await account.environment("d1");
    await source.deploy();
    expect(await run("migrate")).toMatchObject({ code: 0, said: expect.stringContaining("migrated d1") });
    expect(await master(SCHEMA)).toMatchObject({ exitCode: 0 });

    const writing = write(ROWS);
    await sleep(500);
    await databases.backUp(); // while it is written to
    await writing;
    const { DBClusterSnapshot } = await new RDSClient(account.emulator.client).send(
      new CreateDBClusterSnapshotCommand({
        DBClusterIdentifier: SOURCE,
        DBClusterSnapshotIdentifier: "before-the-damage",
      }),
    );
    snapshot = DBClusterSnapshot?.DBClusterSnapshotArn ?? "";
    good = await read(SOURCE);
    await sleep(1500);
    at = new Date().toISOString().replace(/\.\d+/, "");
    await sleep(500);
    await master("DELETE FROM ledger.transfer WHERE key::text < '8'");
    await master("UPDATE ledger.transfer SET amount = amount * 100 WHERE key::text > 'f'");
    await write(1000);
    damaged = await read(SOURCE);
  }, 8 * MINUTES);

  afterAll(async () => {
    await account?.close();
    await databases?.close();
  });

  it("is rehearsed with a source that was damaged", () => {
    const rows = ({ tables }: DatabaseContent) => tables.map((it) => [it.table, it.readable && it.rows]);
    expect(rows(good)).toEqual([
      ["ledger.account", 3],
      ["ledger.transfer", ROWS],
    ]);
    expect(rows(damaged)).toEqual([
      ["ledger.account", 3],
      ["ledger.transfer", expect.any(Number)],
    ]);
    expect(damaged.tables).not.toEqual(good.tables);
  });

  it.each([
    [
      "a time before the cluster",
      ["--to", "d2", "--at", "2020-11-26T10:00Z"],
      "can be restored to a time between",
    ],
    [
      "a snapshot that is not there",
      ["--to", "d2", "--snapshot", `arn:aws:rds:us-east-1:123456789012:cluster-snapshot:other`],
      "there is no snapshot",
    ],
  ])(
    "refuses %s, and writes nothing",
    async (_what, options, message) => {
      const { code, said } = await restore(...options);
      expect(said).toContain(message);
      expect(code).toBe(2);
      expect(() => readFileSync(file("d2"))).toThrow("ENOENT");
    },
    MINUTES,
  );

  it.each([
    ["a point in time", "d2", () => ["--at", at], 1],
    ["a snapshot", "d3", () => ["--snapshot", snapshot], 2],
  ])(
    "restores %s: the same rows and hashes as before the damage; plans are empty, with the setting and without",
    async (_origin, suffix, origin, deployments) => {
      const { code, said } = await restore("--to", suffix, ...origin());
      expect([code, said]).toEqual([0, expect.stringContaining(`restored ${suffix} from `)]);
      expect(said).toMatch(
        new RegExp(`tasks in ${suffix} can call 0.0.0.0/0 on port 443.*: if such a call does harm`),
      );
      expect(said.match(/^deployed|^deploy d\d .*$/gm)).toHaveLength(deployments);
      expect((await read(`aurora-cluster-${suffix}`)).tables).toEqual(good.tables);
      for (const it of good.tables) {
        if (!it.readable) throw new Error(it.table);
        expect(said).toMatch(new RegExp(`${it.table} +${it.rows} .*${it.hash}`));
      }
      expect(said).toMatch(/ledger\.transfer .* \d+ rows fewer$/m);
      const planned = await run("plan", "--suffix", suffix);
      expect([planned.code, planned.said]).toEqual([0, expect.stringContaining("no changes")]);
      const { database, ...settings } = JSON.parse(readFileSync(file(suffix), "utf8"));
      const { restoreFrom, ...others } = database;
      expect(restoreFrom).toBeDefined();
      writeFileSync(file(suffix), JSON.stringify({ ...settings, database: others }));
      expect((await run("plan", "--suffix", suffix)).code).toBe(0);
      expect((await run("destroy", "--suffix", suffix, "--auto-approve")).code).toBe(0);
    },
    8 * MINUTES,
  );

  it(
    "is drilled: each table is the same, nothing of the drill is left, and a rehearsed one writes no certificate",
    async () => {
      const { code, said } = await run("drill", "--from", "d1", "--auto-approve", "--parallelism", "64");
      expect([code, said]).toEqual([0, expect.stringMatching(/^restored aurora-cluster-d1 as it was at /m)]);
      expect(said).toMatch(/tasks in drill can call 0.0.0.0\/0 on port 443.*reading the tables of d1/s);
      expect(said).toMatch(/^ {2}ledger\.transfer .* same$/m);
      expect(said).toMatch(/^rehearsed at 127\.0\.0\.1: no certificate is written$/m);
      const folder = dirname(source.logFile);
      expect(readdirSync(folder).filter((name) => name.startsWith("restore-drill-"))).toEqual([]);
      expect(readdirSync(join(folder, "environments"))).not.toContain("drill.json");
      const left = itemsOf("drill", await account.inventory());
      expect(left.filter(({ remembered }) => remembered === undefined)).toEqual([]);
      expect((await read(SOURCE)).tables).toEqual(damaged.tables);
    },
    8 * MINUTES,
  );
});
