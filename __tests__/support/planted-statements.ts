import { setTimeout as sleep } from "node:timers/promises";
import { runBound } from "./bound-statement";
import type { RealPostgres } from "./real-postgres";

/** A card number and a password, which must not get into a log. Each way has its own values, so that a leaked value identifies its way. */
export interface Planted {
  readonly card: string;
  readonly password: string;
}

/** A way in which an application or a person passes a value to PostgreSQL. */
type Way = (database: RealPostgres, planted: Planted) => Promise<unknown>;

/** Runs SQL as a database user. Errors are ignored, because they are sent to the client and not to the log. */
const as =
  (user: string, sql: (planted: Planted) => string): Way =>
  (database, planted) =>
    database.psql({ PGUSER: user }, sql(planted));

const app = (sql: (planted: Planted) => string) => as("app", sql);
const master = (sql: (planted: Planted) => string) => as("master", sql);

const port = (database: RealPostgres) => Number(database.variables.PGPORT);

/** Waits until sessions wait for an event of a type. @param of name of the sessions @param what wait event type of PostgreSQL */
async function waiting(database: RealPostgres, of: string, what: string, sessions = 1): Promise<void> {
  const asked = `SELECT count(*) FROM pg_stat_activity WHERE application_name = '${of}' AND wait_event_type = '${what}'`;
  while (Number(await database.run("postgres", asked)) < sessions) await sleep(20);
}

const named = (name: string) => ({ PGUSER: "app", PGAPPNAME: name });

/** Holds a lock in one session. @param lock SQL that takes it @param until ends when the lock is to be let go */
async function holding(database: RealPostgres, lock: string, until: () => Promise<void>): Promise<void> {
  const holder = database.psql(named("holder"), `${lock}; SELECT pg_sleep(600)`);
  await waiting(database, "holder", "Timeout");
  await until();
  await end(database, "holder", "pg_cancel_backend");
  await holder;
}

const end = (database: RealPostgres, name: string, how: string) =>
  database.run("postgres", `SELECT ${how}(pid) FROM pg_stat_activity WHERE application_name = '${name}'`);

/** Cancels or ends a session while its statement runs. @param how `pg_cancel_backend` or `pg_terminate_backend` */
async function during(database: RealPostgres, statement: string, how: string): Promise<void> {
  const running = database.psql(named("ended"), statement);
  await waiting(database, "ended", "Timeout");
  await end(database, "ended", how);
  await running;
}

/** SQL that creates the users, the table and the functions that the ways need. */
export const PREPARED = `
  CREATE ROLE app LOGIN;
  CREATE ROLE master LOGIN CREATEROLE;
  CREATE TABLE card (id int PRIMARY KEY, number text UNIQUE, holder text NOT NULL CHECK (holder <> ''), cents bigint DEFAULT 0);
  INSERT INTO card VALUES (1, 'a', 'anna'), (2, 'b', 'bert');
  GRANT ALL ON card TO app;
  GRANT CREATE ON SCHEMA public TO app;
  CREATE FUNCTION charge(number text) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      RAISE WARNING 'charging %', number;
      RAISE EXCEPTION 'no such card: %', number USING DETAIL = 'card ' || number, HINT = number;
    END $$;
  CREATE FUNCTION look_up(number text) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      EXECUTE format('SELECT 1 / count(*) FROM card WHERE number = %L', number);
    END $$`;

/** All ways, by their names. The server logs a statement as slow if it takes a second or more. */
export const WAYS: Readonly<Record<string, Way>> = {
  "a slow statement with bound values": (database, { card, password }) =>
    runBound(port(database), "app", "SELECT pg_sleep(1.1), $1::text, $2::text", [card, password]),
  "a slow statement with values in its text": app(
    ({ card, password }) =>
      `SELECT pg_sleep(1.1), id FROM card WHERE id = 1 OR number IN ('${card}', '${password}')`,
  ),
  "a slow EXECUTE of a prepared statement": app(
    ({ card, password }) =>
      `PREPARE slow AS SELECT pg_sleep(1.1), $1::text, $2::text; EXECUTE slow('${card}', '${password}')`,
  ),
  "a bound value of the wrong type": (database, { card, password }) =>
    runBound(port(database), "app", "SELECT $1::int, $2::text", [`${card}x`, password]),
  "an insert without a column that has to be there": app(
    ({ card, password }) => `INSERT INTO card (id, number) VALUES (3, '${card} ${password}')`,
  ),
  "an insert that a check refuses": app(
    ({ card, password }) => `INSERT INTO card VALUES (3, '${card} ${password}', '')`,
  ),
  "an insert of what is there": app(
    ({ card, password }) => `INSERT INTO card VALUES (10, '${card}', 'x'), (11, '${card}', '${password}')`,
  ),
  "a new user with a password": master(
    ({ card, password }) => `CREATE ROLE "of ${card.slice(-4)}" LOGIN PASSWORD '${password}'`,
  ),
  "another password of a user": as("postgres", ({ password }) => `ALTER ROLE app PASSWORD '${password}'`),
  "a new user with a password that is refused": master(
    ({ password }) => `CREATE ROLE app PASSWORD '${password}'`,
  ),
  "a value of another type": app(({ card, password }) => `SELECT '${card}x'::int, '${password}'`),
  "a value out of range": app(({ card, password }) => `SELECT ${card}::int, '${password}'`),
  "a mistake in the syntax": app(({ card, password }) => `SELECT '${password}' "${card}" FROM FROM`),
  "a name that is not there": app(({ card, password }) => `SELECT "${card}", '${password}' FROM card`),
  "a COPY of what cannot be read": (database, { card, password }) =>
    database.command(
      ["sh", "-c", `printf '3\\t%s %s\\n' ${card} ${password} | psql -Xq -c 'COPY card FROM STDIN'`],
      { PGUSER: "app" },
    ),
  "a function that raises what it got": app(({ card, password }) => `SELECT charge('${card} ${password}')`),
  "a function that fails in a statement that it made": app(
    ({ card, password }) => `SELECT look_up('${card} ${password}')`,
  ),
  "a DO block that fails": app(
    ({ card, password }) => `DO $$ BEGIN PERFORM 1 / 0 WHERE '${card}' <> '${password}'; END $$`,
  ),
  "a slow DO block": app(
    ({ card, password }) => `DO $$ BEGIN PERFORM pg_sleep(1.1), '${card}', '${password}'; END $$`,
  ),
  "a deadlock": async (database, { card, password }) => {
    const both = (first: number, second: number) =>
      `BEGIN; UPDATE card SET holder = '${card}' WHERE id = ${first}; SELECT pg_advisory_xact_lock_shared(1);
      UPDATE card SET holder = '${password}' WHERE id = ${second}; ROLLBACK`;
    const sessions: Promise<unknown>[] = [];
    await holding(database, "SELECT pg_advisory_lock(1)", async () => {
      sessions.push(...[both(1, 2), both(2, 1)].map((sql) => database.psql(named("dead"), sql)));
      await waiting(database, "dead", "Lock", 2); // each has updated its first row
    });
    await Promise.all(sessions);
  },
  "a statement that waits for a lock": async (database, { card, password }) => {
    const waits = `DO $$ BEGIN UPDATE card SET holder = '${card} ${password}' WHERE id = 1; END $$`;
    const sessions: Promise<unknown>[] = [];
    await holding(database, "BEGIN; UPDATE card SET holder = holder WHERE id = 1", async () => {
      sessions.push(database.psql(named("waiter"), waits));
      await waiting(database, "waiter", "Lock");
      await sleep(2500); // the server logs a wait after a second (deadlock_timeout)
    });
    await Promise.all(sessions);
  },
  "a statement that may not take that long": app(
    ({ card, password }) => `SET statement_timeout = 50; SELECT pg_sleep(9), '${card}', '${password}'`,
  ),
  "a statement that is cancelled": (database, { card, password }) =>
    during(database, `SELECT pg_sleep(9), '${card}', '${password}'`, "pg_cancel_backend"),
  "a session that is ended": (database, { card, password }) =>
    during(database, `SELECT pg_sleep(9), '${card}', '${password}'`, "pg_terminate_backend"),
  // This way is the last, because a crash ends all other sessions too.
  "a server process that crashes": async (database, { card, password }) => {
    const running = database.psql(named("crashed"), `SELECT pg_sleep(9), '${card}', '${password}'`);
    await waiting(database, "crashed", "Timeout");
    const pid = await database.run(
      "postgres",
      "SELECT pid FROM pg_stat_activity WHERE application_name = 'crashed'",
    );
    process.kill(Number(pid), "SIGKILL");
    await running;
    while ((await database.psql({ PGUSER: "postgres" }, "SELECT 1")).exitCode !== 0) await sleep(50);
  },
};

/** The values of a way. @param way its index in `WAYS` */
export const planted = (way: number): Planted => {
  const number = String(way).padStart(2, "0");
  return { card: `41111111111111${number}`, password: `correct-horse-${number}` };
};

/** The names of the ways whose card number or password a text contains. */
export const found = (text: string): string[] =>
  Object.keys(WAYS).filter((_name, index) =>
    Object.values(planted(index)).some((value) => text.includes(value)),
  );
