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

const MASTER = { PGUSER: "master", PGSSLMODE: "require" };

const why = noRealPostgres();
const suite = why === undefined ? describe : describe.skip;

// Red in CI, where no test may be skipped: .ci/verdict.js
suite(`the migration on a PostgreSQL server${why === undefined ? "" : `, skipped: ${why}`}`, () => {
  let database: RealPostgres;
  const migrate = () => database.command(COMMAND, MASTER);

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
      MASTER,
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
});
