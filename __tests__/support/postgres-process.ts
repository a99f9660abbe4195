import { PGlite } from "@electric-sql/pglite";

// Runs PostgreSQL as WebAssembly in its own process, because Jest's sandbox does not support the dynamic import that PGlite needs.
const starting = PGlite.create();

process.on("message", async (sql: string) => {
  const database = await starting;
  try {
    const results = await database.exec(sql);
    process.send?.({ rows: results.at(-1)?.rows ?? [] });
  } catch (error) {
    process.send?.({ refused: (error as Error).message });
  }
});
