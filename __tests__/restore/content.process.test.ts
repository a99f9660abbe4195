import { contentCommand, newestOf, parseContent, type TableContent } from "../../src/restore/content";
import { noRealPostgres, RealPostgres } from "../support/real-postgres";

const why = noRealPostgres();
// Jest says nothing of a file of which every test is skipped. In CI it is red: .ci/verdict.js
if (why !== undefined) console.warn(`nothing was read of a PostgreSQL server: ${why}`);
const suite = why === undefined ? describe : describe.skip;

/** Of Visa's form, and of nobody. */
const CARD = "4111111111111111";

suite("what a database holds, read by the master user", () => {
  let database: RealPostgres;

  beforeAll(async () => {
    database = new RealPostgres();
    await database.start();
    await database.run(
      "postgres",
      `CREATE ROLE master LOGIN;
      CREATE ROLE anna LOGIN;
      CREATE TABLE public.of_anna (card text);
      ALTER TABLE public.of_anna OWNER TO anna;
      ALTER DATABASE postgres OWNER TO master`,
    );
    await database.run(
      "master",
      `CREATE SCHEMA ledger;
      CREATE TABLE ledger.transfer (key int PRIMARY KEY, card text, the_row float8, made_at timestamptz NOT NULL DEFAULT now(), due date, digest text);
      INSERT INTO ledger.transfer SELECT n, '${CARD}', n / 3.0, '2026-11-26T09:00:00Z'::timestamptz + n * interval '1 ms', '2036-01-01'
        FROM generate_series(1, 1000) AS n;
      CREATE TABLE ledger."It's
{empty}" (id int);
      CREATE UNLOGGED TABLE ledger.scratch (id int);
      CREATE TABLE ledger.parts (id int, added timestamp DEFAULT CURRENT_TIMESTAMP) PARTITION BY RANGE (id);
      CREATE TABLE ledger.part PARTITION OF ledger.parts FOR VALUES FROM (0) TO (10);
      INSERT INTO ledger.parts VALUES (1, '2026-11-26T08:00:00'), (2, '2026-11-26T07:00:00')`,
    );
  });
  afterAll(() => database.stop());

  async function read(variables: Record<string, string> = {}) {
    const { exitCode, stdout, stderr } = await database.command(contentCommand(), {
      PGUSER: "master",
      PGSSLMODE: "verify-full",
      DATABASE_CA_BUNDLE: database.certificateAuthority,
      ...variables,
    });
    expect([exitCode, stdout]).toEqual([0, ""]);
    const content = parseContent(stderr.split("\n"));
    if (content === undefined) throw new Error(stderr);
    return { content, log: stderr };
  }
  const transfers = async (variables: Record<string, string> = {}): Promise<TableContent | undefined> =>
    (await read(variables)).content.tables.find(({ table }) => table === "ledger.transfer");

  it("is each table's rows, newest time and a hash, and no value", async () => {
    const { content, log } = await read();
    const hash = expect.stringMatching(/^[0-9a-f]{32}$/);
    expect(content).toEqual({
      database: "postgres",
      version: expect.stringMatching(/^16\./),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      tables: [
        { table: `ledger."It's\n{empty}"`, readable: true, rows: 0, hash, newest: null },
        { table: "ledger.part", readable: true, rows: 2, hash, newest: "2026-11-26T08:00:00.000000Z" },
        { table: "ledger.transfer", readable: true, rows: 1000, hash, newest: "2026-11-26T09:00:01.000000Z" },
        { table: "public.of_anna", readable: false },
      ],
    });
    expect(newestOf(content)).toEqual({ at: "2026-11-26T09:00:01.000000Z", table: "ledger.transfer" });
    expect(log).not.toContain(CARD);
  });

  it("is the same in any order of the rows, and whatever the session sets", async () => {
    const before = await transfers();
    await database.run("master", "CREATE INDEX other ON ledger.transfer (the_row DESC)");
    await database.run("master", "CLUSTER ledger.transfer USING other");
    expect(await transfers()).toEqual(before);
    const PGOPTIONS = "-c TimeZone=Asia/Tokyo -c DateStyle=German -c extra_float_digits=-5";
    expect(await transfers({ PGOPTIONS })).toEqual(before);
  });

  it.each([
    ["a changed value", "UPDATE ledger.transfer SET card = '4111111111111112' WHERE key = 500"],
    ["a changed time", "UPDATE ledger.transfer SET made_at = made_at + interval '1 us' WHERE key = 1"],
    [
      "two values that changed places",
      "UPDATE ledger.transfer SET the_row = CASE key WHEN 1 THEN 2 / 3.0 ELSE 1 / 3.0 END WHERE key IN (1, 2)",
    ],
    ["an empty value for none", "UPDATE ledger.transfer SET due = NULL WHERE key = 7"],
  ])("has another hash after %s", async (_what, damage) => {
    const before = await transfers();
    await database.run("master", damage);
    const after = await transfers();
    expect(after).toEqual({ ...before, hash: expect.any(String) });
    expect(after).not.toEqual(before);
  });

  it("leaves nothing behind: a transaction that may write nothing", async () => {
    const { stderr } = await database.command(
      contentCommand().map((word) => word.replace("END\n$", () => "CREATE TABLE left_behind (); END\n$")),
      { PGUSER: "master", PGSSLMODE: "disable" },
    );
    expect(stderr).toContain("cannot execute CREATE TABLE in a read-only transaction");
  });

  it("does not read a table of which a policy hides rows, and reads the others", async () => {
    await database.run(
      "postgres",
      "ALTER TABLE public.of_anna ENABLE ROW LEVEL SECURITY; GRANT SELECT ON public.of_anna TO master",
    );
    const { exitCode, stderr } = await database.command(contentCommand(), {
      PGUSER: "master",
      PGSSLMODE: "disable",
    });
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('"public.of_anna", "readable" : false')]);
    expect(parseContent(stderr.split("\n"))).toBeDefined();
  });
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html#ECS-RunTask-request-overrides */
it("the command fits into what ECS takes as overrides", () => {
  const overrides = { containerOverrides: [{ name: "migration", command: contentCommand() }] };
  expect(JSON.stringify(overrides).length).toBeLessThan(8192);
});
