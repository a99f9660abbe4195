import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { ENGINE_MAJORS } from "../../src/naming/engine";
import { Cluster } from "../examples/cluster";
import { Example } from "../examples/example";
import { noRealPostgres, PACKAGE } from "../support/real-postgres";
import { MINUTES } from "./support";

const ROOT = resolve(__dirname, "../..");
const FOLDER = join(ROOT, ".rehearsal", "jest-postgres-17");
const MODULES = join(FOLDER, "node_modules");

/** Of the long-term support version of 17. Installed here only: in `npm ci` it would be 59 MB more for everybody. */
const PACKAGE_VERSION = `${ENGINE_MAJORS["17"]}.0-beta.16`;

/** What `npm test` tries on 16, and depends on what PostgreSQL does. */
const ON_POSTGRES = ["migration-on-postgres", "database-log", "ledger", "lifecycle"];

const execute = promisify(execFile);

const why = noRealPostgres();
if (why !== undefined) console.warn(`PostgreSQL 17 was not tried: ${why}`);

/** A server of the version that docs/runbooks/upgrade-database.md leads to. */
(why === undefined ? describe : describe.skip)("PostgreSQL 17", () => {
  beforeAll(async () => {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    const quietly = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"];
    await execute("npm", ["install", "--prefix", FOLDER, ...quietly, `${PACKAGE}@${PACKAGE_VERSION}`]);
  }, MINUTES);

  it(
    "makes the users, keeps secrets out of the log, and runs the example, as 16 does",
    async () => {
      const results = join(FOLDER, "results.json");
      await execute(
        "npx",
        ["jest", "--selectProjects", "thorough", "--json", "--outputFile", results, "--", ...ON_POSTGRES],
        { cwd: ROOT, env: { ...process.env, REAL_POSTGRES_MODULES: MODULES }, maxBuffer: 2 ** 26 },
      );
      // They are skipped where there is no server: a folder without the package has none.
      expect(JSON.parse(readFileSync(results, "utf8"))).toMatchObject({
        numPassedTestSuites: ON_POSTGRES.length,
        numPendingTests: 0,
      });
    },
    3 * MINUTES,
  );

  it(
    "has each row that 16 wrote, by logical replication, and the example goes on with them",
    async () => {
      const old = await Cluster.open(undefined, { wal_level: "logical" });
      const next = await Cluster.open(MODULES);
      let example = await Example.ready({ color: "blue", cluster: old });
      try {
        expect([await major(old), await major(next)]).toEqual(["16", "17"]);
        const pay = async (keys: readonly string[]) => {
          const statuses: number[] = [];
          for (const key of keys) statuses.push((await example.transfer(key)).status);
          return statuses;
        };
        const keys = (count: number) => Array.from({ length: count }, () => randomUUID());
        const [before, meanwhile] = [keys(200), keys(200)];
        expect(new Set(await pay(before))).toEqual(new Set([201]));

        await old.run("CREATE PUBLICATION upgrade FOR TABLES IN SCHEMA ledger");
        await next.run("TRUNCATE ledger.account, ledger.transfer"); // what its own migration put there
        const { PGHOST, PGPORT, PGDATABASE } = old.postgres.variables;
        const from = `host=${PGHOST} port=${PGPORT} dbname=${PGDATABASE} user=postgres`;
        const [statuses] = await Promise.all([
          pay(meanwhile),
          next.run(`CREATE SUBSCRIPTION upgrade CONNECTION '${from}' PUBLICATION upgrade`),
        ]);
        expect(new Set(statuses)).toEqual(new Set([201]));
        await example.stop();
        const written = await rows(old);
        const until = Date.now() + MINUTES;
        while ((await rows(next)) !== written && Date.now() < until) await sleep(100);
        expect(await rows(next)).toBe(written);
        await next.run("DROP SUBSCRIPTION upgrade");

        example = await Example.ready({ color: "blue", cluster: next });
        // Whoever asks again by a key that 16 saw is told that it was done.
        expect(new Set(await pay([...before, ...meanwhile]))).toEqual(new Set([200]));
        expect(await rows(next)).toBe(written);
        expect(await pay(keys(1))).toEqual([201]);
        expect((await example.balance("alice")).body.balance).toBe("401");
      } finally {
        await example.kill();
        await Promise.all([old.close(), next.close()]);
      }
    },
    3 * MINUTES,
  );
});

const major = (cluster: Cluster) => cluster.run("SELECT current_setting('server_version_num')::int / 10000");

/** Every transfer and balance, and how many. */
const rows = (cluster: Cluster) =>
  cluster.run(`SELECT count(*), md5(string_agg(it::text, ',' ORDER BY it::text))
    FROM (SELECT t::text FROM ledger.transfer t UNION ALL SELECT a::text FROM ledger.account a) it`);
