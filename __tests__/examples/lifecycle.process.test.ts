import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { noRealPostgres } from "../support/real-postgres";
import { Cluster } from "./cluster";
import { Example, type ExampleProps } from "./example";
import { refusal } from "./token";

const suite = noRealPostgres() === undefined ? describe : describe.skip; // ledger.process.test.ts says why

suite("the example beside its database", () => {
  let cluster: Cluster;
  const running: Example[] = [];

  beforeAll(async () => {
    cluster = await Cluster.open();
  });
  afterEach(async () => {
    cluster.door.judge = refusal;
    await Promise.all(running.splice(0).map((it) => it.kill()));
  });
  afterAll(() => cluster?.close());

  const start = async (props: Partial<ExampleProps> = {}, how: "ready" | "start" = "ready") => {
    const example = await Example[how]({ color: "blue", cluster, ...props });
    running.push(example);
    return example;
  };

  /** Asks for transfers all the time, each key until it is done. */
  async function underLoad(example: Example, work: () => Promise<void>) {
    const keys: string[] = [];
    const statuses: Record<number, number> = {};
    let over = false;
    const client = async () => {
      while (!over) {
        const key = randomUUID();
        keys.push(key);
        for (let status = 503; ![200, 201].includes(status); ) {
          ({ status } = await example.transfer(key));
          statuses[status] = (statuses[status] ?? 0) + 1;
          await sleep(20);
        }
      }
    };
    const clients = Array.from({ length: 8 }, client);
    await work();
    over = true;
    await Promise.all(clients);
    return { keys, statuses };
  }
  const made = async (keys: readonly string[]) =>
    Number(await cluster.run(`SELECT count(*) FROM ledger.transfer WHERE key IN ('${keys.join("','")}')`));
  const alice = async () =>
    Number(await cluster.run("SELECT balance FROM ledger.account WHERE id = 'alice'"));

  it("signs in with a token of its own for each connection", async () => {
    const before = cluster.door.tokens.length;
    const example = await start();
    await Promise.all(Array.from({ length: 5 }, () => example.transfer(randomUUID())));
    const tokens = cluster.door.tokens.slice(before);
    expect(tokens.length).toBeGreaterThan(2);
    await sleep(1100); // a token says its second
    cluster.door.cut();
    expect((await example.transfer(randomUUID())).status).toBe(201);
    expect(tokens).not.toContain(cluster.door.tokens.at(-1));
  });

  it("goes on with its connections when tokens are refused, and gets no new ones", async () => {
    const example = await start();
    expect((await example.transfer(randomUUID())).status).toBe(201);
    cluster.door.judge = () => "expired";
    expect((await example.transfer(randomUUID())).status).toBe(201);
    cluster.door.cut();
    await example.wrote("connection lost");
    expect((await example.transfer(randomUUID())).status).toBe(503);
    await example.wrote('"error":"28000"');
  });

  it("gets no request before it has reached the database once", async () => {
    cluster.door.judge = () => "signed by somebody else";
    const example = await start({}, "start");
    await example.wrote("database not reached");
    expect((await example.get("/healthz")).status).toBe(503);
    cluster.door.judge = refusal;
    await example.wrote("database reached");
    expect((await example.get("/healthz")).status).toBe(200);
  });

  it("refuses a database whose certificate somebody else signed", async () => {
    const { certificateAuthority: authority } = cluster.postgres; // the server's own, and not the door's
    const [before, example] = [cluster.door.tokens.length, await start({ authority }, "start")];
    await example.wrote("database not reached");
    expect(example.log).toMatch(
      /"error":"(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY|CERT_SIGNATURE_FAILURE)"/,
    );
    expect(cluster.door.tokens.length).toBe(before); // and did not show its token
  });

  it("refuses a database whose certificate is another host's", async () => {
    const [before, example] = [
      cluster.door.tokens.length,
      await start(
        { environment: { DATABASE_HOST: "127.0.0.1", DATABASE_READER_HOST: "127.0.0.1" } },
        "start",
      ),
    ];
    await example.wrote('"error":"ERR_TLS_CERT_ALTNAME_INVALID"');
    expect(cluster.door.tokens.length).toBe(before);
  });

  it("says all that is missing, and ends", async () => {
    const example = await start({ environment: { API_KEY: "", DATABASE_HOST: "" } }, "start");
    await example.wrote("not set: API_KEY, DATABASE_HOST\n");
    await example.wrote('"event":"failed"');
    await sleep(200);
    expect(example.exitCode).toBe(1);
  });

  it("survives a database that is gone for two seconds: no process ends, no transfer is lost or made twice", async () => {
    const example = await start();
    const before = await alice();
    const { keys, statuses } = await underLoad(example, async () => {
      await sleep(500);
      await cluster.restart(2000);
      await sleep(1000);
    });
    // Failed while the server was away, each as a 503 and none as a broken connection; well again at once.
    expect(Object.keys(statuses).sort()).toEqual(["201", "503"]);
    expect(await made(keys)).toBe(keys.length);
    expect(await alice()).toBe(before + keys.length);
    expect(example.exitCode).toBeNull();
    console.info(`a database away for 2 s: ${statuses[503]} of ${keys.length + (statuses[503] ?? 0)} failed`);
  });

  it("survives a connection that vanishes while a transfer waits on it, and makes the transfer once", async () => {
    const example = await start();
    const before = await alice();
    const key = randomUUID();
    const transfer = await cluster.locking("alice", async () => {
      const asked = example.transfer(key);
      await cluster.until("usename = 'app' AND wait_event_type = 'Lock'");
      // A server that stops says so, and ends the query. Only a connection that vanishes is an error of its client.
      cluster.door.cut();
      await example.wrote("connection lost");
      return { asked };
    });
    expect((await transfer.asked).status).toBe(201);
    expect(example.log).toContain("second try");
    expect(example.exitCode).toBeNull();
    expect([await made([key]), await alice()]).toEqual([1, before + 1]);
  });

  it("stays healthy for the load balancer while the database is away, and says the truth on the other path", async () => {
    const example = await start();
    expect((await example.get("/healthz/database")).body).toEqual({ writer: true, reader: true });
    cluster.door.judge = () => "expired";
    cluster.door.cut();
    await sleep(1100); // what was asked within a second is not asked again
    expect(await example.get("/healthz/database")).toMatchObject({
      status: 503,
      body: { writer: false, reader: false },
    });
    expect((await example.get("/healthz")).status).toBe(200);
  });

  it("SIGTERM under load fails no request, and ends it with 0", async () => {
    const example = await start();
    const statuses: number[] = [];
    let sent = true;
    const client = async () => {
      while (sent) statuses.push((await example.transfer(randomUUID())).status);
    };
    const clients = Array.from({ length: 8 }, client);
    while (statuses.length < 20) await sleep(20);
    const [ended, before] = [example.stop(), statuses.length];
    await sleep(3000); // a load balancer sends none for longer
    // The body of one comes only after the door is closed.
    const closed = (async () => {
      while ((await example.get("/healthz")).status !== 0) await sleep(100);
      expect(example.exitCode).toBeNull();
    })();
    const late = example.transfer(randomUUID(), {}, closed);
    sent = false;
    await Promise.all([...clients, closed]);
    expect(statuses.length).toBeGreaterThan(before);
    statuses.push((await late).status);
    expect(await ended).toBe(0);
    expect(new Set(statuses)).toEqual(new Set([201]));
  });
});
