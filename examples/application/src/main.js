const { once } = require("node:events");
const { setTimeout: sleep } = require("node:timers/promises");
const { readConfig } = require("./config");
const { Database } = require("./database");
const { Health } = require("./health");
const { errorFields, logger } = require("./log");
const { makeServer } = require("./server");

/** Milliseconds for which requests are answered after SIGTERM: a load balancer may send some that it sent off before it knew. */
const GO_ON = 5000;
/** Milliseconds after SIGTERM at which it ends, whatever is under way: ECS sends SIGKILL after 30 s (stopTimeout). */
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
  server.close(); // no new connection, idle ones are closed, and those with a request after its answer
  await once(server, "close");
  await database.end();
  log("ended");
}

main().catch((error) => {
  // A message of our own, of before anything was asked: no client's data is in it.
  process.stderr.write(`${error.message}\n`);
  logger(process.env.COLOR)("failed", errorFields(error));
  process.exit(1);
});
