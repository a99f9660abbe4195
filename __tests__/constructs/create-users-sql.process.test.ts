import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Postgres } from "../support/postgres";

const SQL = readFileSync(
  join(__dirname, "..", "..", "src", "constructs", "migration", "create-users.sql"),
  "utf8",
);
const REFUSED = /^(permission denied|must be owner)/;

const database = new Postgres();
const as = (user: string, sql: string) => database.runAs(user, sql);

// As on RDS: the master is no superuser. It owns the database, makes roles, and may hand out rds_iam.
beforeAll(async () => {
  await database.run(`
    CREATE ROLE rds_iam;
    CREATE ROLE master LOGIN CREATEROLE;
    GRANT rds_iam TO master WITH ADMIN OPTION;
    GRANT CREATE ON SCHEMA public TO PUBLIC; -- as in a database that comes from PostgreSQL 14
    DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO master', current_database()); END $$;
  `);
  await as("master", "CREATE TABLE before (id serial PRIMARY KEY, amount int)");
  await as("master", SQL);
  await as("master", SQL); // again: it has to change nothing
  await as(
    "master",
    "CREATE TABLE payment (id serial PRIMARY KEY, amount int); INSERT INTO payment (amount) VALUES (1)",
  );
});
afterAll(() => database.stop());

describe.each(["app", "readonly"])("the user %s", (user) => {
  it("signs in by IAM only: it may log in, is in rds_iam, and has no password", async () => {
    const rows = await database.run(
      `SELECT rolcanlogin, rolpassword, pg_has_role(oid, 'rds_iam', 'MEMBER') AS iam FROM pg_authid WHERE rolname = '${user}'`,
    );
    expect(rows).toEqual([{ rolcanlogin: true, rolpassword: null, iam: true }]);
  });

  it("is no administrator and in no other group", async () => {
    const rows = await database.run(
      `SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls,
         (SELECT array_agg(roleid::regrole::text) FROM pg_auth_members WHERE member = pg_roles.oid) AS groups
       FROM pg_roles WHERE rolname = '${user}'`,
    );
    expect(rows).toEqual([
      { rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false, groups: ["rds_iam"] },
    ]);
  });

  it.each(["before", "payment"])("reads tables that the master makes, whenever: %s", async (table) => {
    await expect(as(user, `SELECT count(*) >= 0 AS readable FROM ${table}`)).resolves.toEqual([
      { readable: true },
    ]);
  });

  it.each([
    "CREATE TABLE mine (id int)",
    "DROP TABLE payment",
    "ALTER TABLE payment ADD COLUMN mine int",
    "TRUNCATE payment",
    "CREATE SCHEMA mine",
    "GRANT SELECT ON payment TO rds_iam",
    "CREATE ROLE mine",
    "SET ROLE master",
  ])("cannot %s", async (sql) => {
    // A grant without the right to grant is a warning and grants nothing; everything else is refused.
    if (sql.startsWith("GRANT")) {
      await as(user, sql).catch(() => undefined);
      const rows = await database.run(
        "SELECT has_table_privilege('rds_iam', 'payment', 'SELECT') AS granted",
      );
      expect(rows).toEqual([{ granted: false }]);
    } else {
      await expect(as(user, sql)).rejects.toThrow(REFUSED);
    }
  });
});

describe("the application", () => {
  it.each(["before", "payment"])("writes, changes and deletes rows of %s", async (table) => {
    const [inserted] = await as("app", `INSERT INTO ${table} (amount) VALUES (7) RETURNING amount`);
    expect(inserted).toEqual({ amount: 7 });
    expect(await as("app", `UPDATE ${table} SET amount = 8 WHERE amount = 7 RETURNING amount`)).toEqual([
      { amount: 8 },
    ]);
    expect(await as("app", `DELETE FROM ${table} WHERE amount = 8 RETURNING amount`)).toEqual([
      { amount: 8 },
    ]);
  });
});

describe("people", () => {
  it.each([
    "INSERT INTO payment VALUES (99, 2)",
    "UPDATE payment SET amount = 2",
    "DELETE FROM payment",
    "SELECT nextval('payment_id_seq')",
    "INSERT INTO before VALUES (99, 2)",
  ])("as readonly cannot %s", async (sql) => {
    await expect(as("readonly", sql)).rejects.toThrow(REFUSED);
  });
});

describe("anybody else", () => {
  it("can make no table in the schema and read none", async () => {
    await database.run("CREATE ROLE stranger LOGIN");
    await expect(as("stranger", "CREATE TABLE mine (id int)")).rejects.toThrow(REFUSED);
    await expect(as("stranger", "SELECT * FROM payment")).rejects.toThrow(REFUSED);
  });
});
