const { errorFields } = require("./log");

/**
 * Two answers to two questions.
 *
 * `/healthz` is the load balancer's: shall this task get requests? It depends on the database until that was reached once (a version that
 * never reaches it gets no traffic), and never afterwards: a failover would make every task of both colors unhealthy at the same time, and
 * ECS would replace them all, in the minute in which they are needed.
 *
 * `/healthz/database` is a person's or a drill's: can a transfer be made now? It is asked at most once a second, whoever asks.
 */
class Health {
  constructor(database, log) {
    Object.assign(this, { database, log, reached: false });
    this.asked = { at: Number.NEGATIVE_INFINITY, answer: undefined };
  }

  /** Tries until the database is reached for the first time. */
  async untilReached(signal) {
    while (!this.reached && !signal.aborted) {
      const { writer } = await this.ofDatabase();
      this.reached = writer;
      if (writer) this.log("database reached");
      else await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }

  ofProcess() {
    return this.reached
      ? { status: 200, body: { ready: true, dependsOn: "this process" } }
      : {
          status: 503,
          body: { ready: false, dependsOn: "the database, until it is reached for the first time" },
        };
  }

  ofDatabase() {
    const now = Date.now();
    if (now - this.asked.at >= 1000) this.asked = { at: now, answer: this.ask() };
    return this.asked.answer;
  }

  async ask() {
    const [writer, reader] = await Promise.all([
      // Not a write, but only where one could be: a server that reads only is in recovery.
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
