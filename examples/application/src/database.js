const { setTimeout: sleep } = require("node:timers/promises");
const { Signer } = require("@aws-sdk/rds-signer");
const { Pool } = require("pg");
const { errorFields } = require("./log");
const { Refusal } = require("./refusal");

/**
 * SQLSTATEs of a server that is going, is gone, or is no longer the writer, and of two transactions in each other's way: the same
 * transaction may succeed on another connection. https://www.postgresql.org/docs/16/errcodes-appendix.html
 */
const ANOTHER_TRY = new Set(["25006", "40001", "40P01", "57P01", "57P02", "57P03"]);

/** Milliseconds before the other try: a new writer is not found at once, and not by all at the same moment. */
const pause = () => 250 + Math.random() * 250;

/** Whether the connection is to blame, and not the statement. Node.js's own errors (reset, refused, timed out) have no severity. */
const isOfConnection = (error) =>
  !(error instanceof Refusal) && (error.severity === undefined || ANOTHER_TRY.has(error.code));

/** One endpoint of the cluster, with a pool of connections that is thrown away as a whole when one of them turns out to be of no use. */
class Endpoint {
  constructor(host, database, log) {
    Object.assign(this, { host, database, log });
    // Signed here, without a call: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.Connecting.html
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
      // For each new connection a new token: it lives 15 minutes, and is looked at when a connection begins, never later.
      password: () => signer.getAuthToken(),
      // Refused unless RDS's authority signed the certificate, for this host. There is no other way in.
      ssl: { ca: database.certificates, minVersion: "TLSv1.2" },
      max: 10, // times tasks, times two colors: less than the database's max_connections
      connectionTimeoutMillis: 3000, // for a free connection, or a new one
      statement_timeout: 3000,
      lock_timeout: 2000,
      idle_in_transaction_session_timeout: 10_000,
      query_timeout: 4000, // a host that vanished answers nothing, not even an error
      keepAlive: true,
      // Readers are chosen by DNS when a connection begins: one that lives forever never meets a new reader.
      maxLifetimeSeconds: 300,
      idleTimeoutMillis: 60_000,
      application_name: "example-application",
    });
    // Without a listener an error of a connection ends the process: of an idle one on the pool, of one at work on the client.
    pool.on("error", (error) => log("connection lost", { host, ...errorFields(error) }));
    pool.on("connect", (client) => client.on("error", () => {}));
    return pool;
  }

  /** Runs work once, in a transaction. */
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
      client.release(broken); // with an error the connection is closed, and PostgreSQL undoes the transaction
    }
  }

  /** @returns the error, where it failed */
  rollback(client) {
    return client.query("ROLLBACK").then(
      () => undefined,
      (error) => error,
    );
  }

  /**
   * After a failover every connection that survived leads to a server that no longer writes. Taken one by one, each would cost a request;
   * so all go at once, and the next ones ask DNS anew.
   */
  renew(pool) {
    if (this.pool !== pool) return;
    this.pool = this.open();
    pool.end().catch(() => {}); // those at work end first
  }

  end() {
    return this.pool.end();
  }
}

/** The database: writes go to the writer, reads to a reader. */
class Database {
  constructor(database, log) {
    this.log = log;
    this.writer = new Endpoint(database.writerHost, database, log);
    this.reader = new Endpoint(database.readerHost, database, log);
  }

  /** Does work in a transaction on the writer. It may run twice, so it has to be one whose repetition changes nothing. */
  write(work) {
    return this.twice(
      () => this.writer.transaction("BEGIN", work),
      () => this.writer.transaction("BEGIN", work),
    );
  }

  /** Does work in a read-only transaction, on the writer where the reader is gone. What it reads is milliseconds old. */
  read(work) {
    const begin = "BEGIN READ ONLY";
    return this.twice(
      () => this.reader.transaction(begin, work),
      () => this.writer.transaction(begin, work),
    );
  }

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
