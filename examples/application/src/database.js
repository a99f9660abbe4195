const { setTimeout: sleep } = require("node:timers/promises");
const { Signer } = require("@aws-sdk/rds-signer");
const { Pool } = require("pg");
const { errorFields } = require("./log");
const { Refusal } = require("./refusal");

/**
 * SQLSTATEs after which the same transaction may succeed on another connection. The server is shutting down or starting, or is no
 * longer the writer (25006); or the transaction conflicted with another one (40001, 40P01).
 * https://www.postgresql.org/docs/16/errcodes-appendix.html
 */
const ANOTHER_TRY = new Set(["25006", "40001", "40P01", "57P01", "57P02", "57P03"]);

/**
 * Milliseconds before the second attempt. The pause gives a new writer time to start. It is random, so that not all tasks connect to
 * the new writer at the same moment.
 */
const pause = () => 250 + Math.random() * 250;

/**
 * Whether the connection or the server caused the error, and not the statement. Errors of PostgreSQL have a severity; errors of Node.js
 * (connection reset, refused, timed out) have none.
 */
const isOfConnection = (error) =>
  !(error instanceof Refusal) && (error.severity === undefined || ANOTHER_TRY.has(error.code));

/** One endpoint of the database cluster, with a pool of connections. If one connection fails, the whole pool is replaced. */
class Endpoint {
  constructor(host, database, log) {
    Object.assign(this, { host, database, log });
    // The signer makes the IAM token in this process, without a call to AWS:
    // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.Connecting.html
    this.signer = new Signer({
      hostname: host,
      port: database.port,
      username: database.user,
      region: database.region,
    });
    this.pool = this.open();
  }

  open() {
    const { host, database, log, signer } = this;
    const pool = new Pool({
      host,
      port: database.port,
      database: database.name,
      user: database.user,
      // Each new connection gets a new token. A token is valid for 15 minutes, and RDS checks it only when a connection is opened.
      password: () => signer.getAuthToken(),
      // Refuses the connection unless RDS's certificate authority signed the server's certificate, for this host name.
      ssl: { ca: database.certificates, minVersion: "TLSv1.2" },
      max: 10, // the tasks of both colors together must stay below the database's max_connections
      connectionTimeoutMillis: 3000, // how long to wait for a free or a new connection
      statement_timeout: 3000,
      lock_timeout: 2000,
      idle_in_transaction_session_timeout: 10_000,
      query_timeout: 4000, // necessary because a host that has disappeared sends no answer, not even an error
      keepAlive: true,
      // DNS chooses a reader when a connection is opened. Connections are closed after five minutes, so that a new reader gets some too.
      maxLifetimeSeconds: 300,
      idleTimeoutMillis: 60_000,
      application_name: "example-application",
    });
    // In Node.js, an "error" event without a listener ends the process. The pool emits the errors of idle connections. A client emits
    // the errors of a connection in use, and the query on it fails with the same error, so that this listener has nothing to do.
    pool.on("error", (error) => log("connection lost", { host, ...errorFields(error) }));
    pool.on("connect", (client) => client.on("error", () => {}));
    return pool;
  }

  /** Runs `work` once, in a transaction that the statement `begin` starts. */
  async transaction(begin, work) {
    const { pool } = this;
    const client = await pool.connect();
    let broken;
    try {
      await client.query(begin);
      const result = await work(client);
      await client.query("COMMIT");
      return result;
    } catch (error) {
      broken = error instanceof Refusal ? await this.rollback(client) : error;
      if (isOfConnection(error)) this.renew(pool);
      throw error;
    } finally {
      client.release(broken); // if `broken` is an error, the pool closes the connection, and PostgreSQL rolls the transaction back
    }
  }

  /** @returns the error if the rollback failed; `undefined` if it succeeded */
  rollback(client) {
    return client.query("ROLLBACK").then(
      () => undefined,
      (error) => error,
    );
  }

  /**
   * Replaces the pool by a new one. After a failover, the open connections lead to the old writer, which is now read-only, and each of
   * them would fail one request. So all are closed after the first error. New connections look up the host name again.
   */
  renew(pool) {
    if (this.pool !== pool) return;
    this.pool = this.open();
    pool.end().catch(() => {}); // waits until the connections in use are released
  }

  end() {
    return this.pool.end();
  }
}

/** The database. Writes go to the writer endpoint of the cluster, reads go to the reader endpoint. */
class Database {
  constructor(database, log) {
    this.log = log;
    this.writer = new Endpoint(database.writerHost, database, log);
    this.reader = new Endpoint(database.readerHost, database, log);
  }

  /** Runs `work` in a transaction on the writer. `work` may run twice, so a repetition must not change the data a second time. */
  write(work) {
    return this.twice(
      () => this.writer.transaction("BEGIN", work),
      () => this.writer.transaction("BEGIN", work),
    );
  }

  /**
   * Runs `work` in a read-only transaction on the reader. If the reader cannot be reached, runs it on the writer. A reader may lag
   * milliseconds behind the writer.
   */
  read(work) {
    const begin = "BEGIN READ ONLY";
    return this.twice(
      () => this.reader.transaction(begin, work),
      () => this.writer.transaction(begin, work),
    );
  }

  /** Runs `first`. If it fails because of its connection, waits and runs `second`. */
  async twice(first, second) {
    try {
      return await first();
    } catch (error) {
      if (!isOfConnection(error)) throw error;
      this.log("second try", errorFields(error));
      await sleep(pause());
      return second();
    }
  }

  async end() {
    await Promise.all([this.writer.end(), this.reader.end()]);
  }
}

module.exports = { Database, isOfConnection };
