const { errorFields } = require("./log");

/**
 * Answers two health checks.
 *
 * `/healthz` is for the load balancer: it says whether this task shall get requests. Until this process has reached the database once,
 * the answer is 503, so a version that never reaches its database gets no traffic. After that, the answer no longer depends on the
 * database. Otherwise a failover of the database would make every task of both colors unhealthy at the same time, and ECS would
 * replace all of them while users need them.
 *
 * `/healthz/database` is for people and for drills: it says whether a transfer is possible now. It queries the database at most once a
 * second, however many callers there are.
 */
class Health {
  constructor(database, log) {
    Object.assign(this, { database, log, reached: false });
    this.asked = { at: Number.NEGATIVE_INFINITY, answer: undefined };
  }

  /** Queries the database once a second, until it has answered for the first time. */
  async untilReached(signal) {
    while (!this.reached && !signal.aborted) {
      const { writer } = await this.ofDatabase();
      this.reached = writer;
      if (writer) this.log("database reached");
      else await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }

  /** The answer to `/healthz`. */
  ofProcess() {
    return this.reached
      ? { status: 200, body: { ready: true, dependsOn: "this process" } }
      : {
          status: 503,
          body: { ready: false, dependsOn: "the database, until it is reached for the first time" },
        };
  }

  /** Whether writer and reader answer, for `/healthz/database`. An answer is at most a second old. */
  ofDatabase() {
    const now = Date.now();
    if (now - this.asked.at >= 1000) this.asked = { at: now, answer: this.ask() };
    return this.asked.answer;
  }

  async ask() {
    const [writer, reader] = await Promise.all([
      // The health check writes nothing. A server that is in recovery is read-only; any other server is the writer.
      this.is("writer", "SELECT NOT pg_is_in_recovery() AS well"),
      this.is("reader", "SELECT true AS well"),
    ]);
    return { writer, reader };
  }

  is(endpoint, sql) {
    return this.database[endpoint].pool.query(sql).then(
      ({ rows }) => rows[0].well,
      (error) => {
        this.log("database not reached", { endpoint, ...errorFields(error) });
        return false;
      },
    );
  }
}

module.exports = { Health };
