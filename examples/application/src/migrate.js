const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { Client } = require("pg");

/** The migration task's command. It finds PGHOST, PGUSER and the others by which pg connects in its environment. */
async function migrate() {
  const client = new Client({ ssl: { ca: process.env.DATABASE_CA_BUNDLE, minVersion: "TLSv1.2" } });
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock(5432)"); // the lock of every migration: docs/runbooks/migrate.md
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
