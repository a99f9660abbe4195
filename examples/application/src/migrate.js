const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { Client } = require("pg");

/** Runs schema.sql in one transaction. `pg` connects with the variables PGHOST, PGUSER and so on, which the migration task sets. */
async function migrate() {
  const client = new Client({ ssl: { ca: process.env.DATABASE_CA_BUNDLE, minVersion: "TLSv1.2" } });
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock(5432)"); // every migration takes this lock: docs/runbooks/migrate.md
    await client.query(readFileSync(join(__dirname, "..", "schema.sql"), "utf8"));
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
}

migrate().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
