import { PGlite } from "@electric-sql/pglite";

// PostgreSQL as WebAssembly, in a process of its own: jest's sandbox lacks the dynamic import that it starts with.
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
