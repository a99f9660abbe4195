const { once } = require("node:events");
const { setTimeout: sleep } = require("node:timers/promises");
const { readConfig } = require("./config");
const { Database } = require("./database");
const { Health } = require("./health");
const { errorFields, logger } = require("./log");
const { makeServer } = require("./server");

/**
 * Milliseconds after SIGTERM during which the server accepts new connections. The load balancer may send requests until it knows that
 * the task stops.
 */
const GO_ON = 5000;
/** Milliseconds after SIGTERM at which the process ends, even if requests are under way. ECS sends SIGKILL after 30 s (stopTimeout). */
const AT_MOST = 25_000;

async function main() {
  const config = readConfig(process.env);
  const log = logger(config.color);
  const database = new Database(config.database, log);
  const health = new Health(database, log);
  const server = makeServer({ apiKey: config.apiKey, database, health, log });
  const stopping = new AbortController();
  process.once("SIGTERM", () => stopping.abort());
  server.listen(config.port);
  await once(server, "listening");
  log("listens", { port: server.address().port });
  health.untilReached(stopping.signal);

  if (!stopping.signal.aborted) await once(stopping.signal, "abort");
  log("stops");
  server.stopping = true;
  setTimeout(() => {
    log("cut off", { after: AT_MOST });
    process.exit(1);
  }, AT_MOST).unref();
  await sleep(GO_ON);
  server.close(); // refuses new connections, closes idle ones at once, and the others after their answer
  await once(server, "close");
  await database.end();
  log("ended");
}

main().catch((error) => {
  // Printing the message is safe: at the start no client has sent anything, so the message contains no client's data.
  process.stderr.write(`${error.message}\n`);
  logger(process.env.COLOR)("failed", errorFields(error));
  process.exit(1);
});
