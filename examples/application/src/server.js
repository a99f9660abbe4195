const { createServer } = require("node:http");
const ledger = require("./ledger");
const { errorFields } = require("./log");
const { Refusal } = require("./refusal");
const { authorize, readAccount, readTransfer } = require("./requests");

/** The load balancer's, to find a request of its access log here. Anything else in that header is not repeated. */
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
    const [path, query] = request.url.split("?", 2); // and no `new URL`, which throws at some
    const route = `${request.method} ${path}`;
    const answer = await answerOf(routes[route], request, new URLSearchParams(query));
    // A connection that stays open would keep the process from ending, and the load balancer's next request would find it closed.
    if (server.stopping) response.setHeader("Connection", "close");
    response.writeHead(answer.status, { "Content-Type": "application/json", ...answer.headers });
    response.end(`${JSON.stringify(answer.body)}\n`);
    request.resume(); // what was not read of a body that was refused
    if (route !== "GET /healthz") {
      const trace = TRACE.exec(request.headers["x-amzn-trace-id"])?.[1];
      log("request", {
        route: Object.hasOwn(routes, route) ? route : "none of ours",
        status: answer.status,
        milliseconds: Math.round(performance.now() - began),
        ...(trace && { trace }),
        ...answer.error,
      });
    }
  });
  server.keepAliveTimeout = 0; // never: the load balancer closes what is idle, after application.idleTimeoutSeconds
  server.headersTimeout = 10_000;
  server.requestTimeout = 15_000;
  return server;
}

/** @returns what to answer, whatever went wrong: the client hears no message of the database's */
async function answerOf(route, request, query) {
  try {
    if (route === undefined) throw new Refusal(404, "no such path");
    return await route(request, query);
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: { error: error.message } };
    // 503 and not 500: the same key may be sent again, and the transfer is made once.
    return {
      status: 503,
      headers: { "Retry-After": "1" },
      body: { error: "not now: ask again, with the same key" },
      error: errorFields(error),
    };
  }
}

module.exports = { makeServer };
