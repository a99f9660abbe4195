const { createServer } = require("node:http");
const ledger = require("./ledger");
const { errorFields } = require("./log");
const { Refusal } = require("./refusal");
const { authorize, readAccount, readTransfer } = require("./requests");

/**
 * The trace id that the load balancer puts into a request. It is logged, so that a line of the access log can be found in this log.
 * Other text in the header is not logged, because a client may have written it.
 */
const TRACE = /Root=(1-[0-9a-f]{8}-[0-9a-f]{24})/;

/** @returns an HTTP server that does not listen yet */
function makeServer({ apiKey, database, health, log }) {
  const routes = {
    "GET /healthz": () => health.ofProcess(),
    "GET /healthz/database": async () => {
      const body = await health.ofDatabase();
      return { status: body.writer && body.reader ? 200 : 503, body };
    },
    "POST /transfers": async (request) => {
      authorize(request, apiKey);
      const asked = await readTransfer(request);
      const now = await database.write((client) => ledger.transfer(client, asked));
      return { status: now ? 201 : 200, body: { key: asked.key } };
    },
    "GET /balance": async (request, query) => {
      authorize(request, apiKey);
      const account = readAccount(query);
      return {
        status: 200,
        body: { account, balance: await database.read((it) => ledger.balance(it, account)) },
      };
    },
  };

  const server = createServer(async (request, response) => {
    const began = performance.now();
    const [path, query] = request.url.split("?", 2); // `new URL` would throw an error for some requests
    const route = `${request.method} ${path}`;
    const answer = await answerOf(routes[route], request, new URLSearchParams(query));
    // While the process stops, each connection is closed after its answer: an open connection would keep the process from ending, and
    // the load balancer would send its next request on a connection that is about to close.
    if (server.stopping) response.setHeader("Connection", "close");
    response.writeHead(answer.status, { "Content-Type": "application/json", ...answer.headers });
    response.end(`${JSON.stringify(answer.body)}\n`);
    request.resume(); // reads and drops the rest of a body that was refused
    if (route !== "GET /healthz") {
      const trace = TRACE.exec(request.headers["x-amzn-trace-id"])?.[1];
      log("request", {
        route: Object.hasOwn(routes, route) ? route : "unknown",
        status: answer.status,
        milliseconds: Math.round(performance.now() - began),
        ...(trace && { trace }),
        ...answer.error,
      });
    }
  });
  server.keepAliveTimeout = 0; // no timeout: the load balancer closes idle connections, after application.idleTimeoutSeconds
  server.headersTimeout = 10_000;
  server.requestTimeout = 15_000;
  return server;
}

/** @returns status, headers and body of the answer, also after an error. The answer never contains a message of the database. */
async function answerOf(route, request, query) {
  try {
    if (route === undefined) throw new Refusal(404, "the path does not exist");
    return await route(request, query);
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: { error: error.message } };
    // 503 tells the client to try again: with the same key, the transfer is made only once.
    return {
      status: 503,
      headers: { "Retry-After": "1" },
      body: { error: "temporarily unavailable: send the request again, with the same key" },
      error: errorFields(error),
    };
  }
}

module.exports = { makeServer };
