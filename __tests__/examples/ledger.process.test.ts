import { randomUUID } from "node:crypto";
import { noRealPostgres } from "../support/real-postgres";
import { Cluster } from "./cluster";
import { API_KEY, Example } from "./example";

const why = noRealPostgres();
if (why !== undefined) console.warn(`the example application was not tried: ${why}`);
const suite = why === undefined ? describe : describe.skip;

/** A number that a card could have, by its check digit. */
const CARD = "4111111111111111";

suite("the example's ledger", () => {
  let cluster: Cluster;
  let example: Example;

  beforeAll(async () => {
    cluster = await Cluster.open();
    example = await Example.ready({ color: "blue", cluster });
  });
  afterAll(async () => {
    await example?.kill();
    await cluster?.close();
  });

  const balance = async (account: string) => BigInt((await example.balance(account)).body.balance);

  it("moves money once, however often one key is asked, also at the same moment", async () => {
    const [key, before] = [randomUUID(), await balance("alice")];
    const answers = await Promise.all(Array.from({ length: 20 }, () => example.transfer(key, { amount: 7 })));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 201]);
    expect(await balance("alice")).toBe(before + 7n);
  });

  it("keeps the sum of all accounts, whoever pays whom at the same moment", async () => {
    const sum = () => cluster.run("SELECT sum(balance) FROM ledger.account");
    const before = await sum();
    await example.transfer(randomUUID(), { target: "alice", amount: 1000 });
    await example.transfer(randomUUID(), { target: "bob", amount: 1000 });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        example.transfer(
          randomUUID(),
          index % 2 === 0 ? { source: "alice", target: "bob" } : { source: "bob", target: "alice" },
        ),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(await sum()).toBe(before);
    expect(example.log).not.toContain("40P01"); // none waited for another that waited for it
  });

  it("refuses another transfer by the same key, and one of more than there is", async () => {
    const key = randomUUID();
    expect((await example.transfer(key)).status).toBe(201);
    expect((await example.transfer(key, { amount: 2 })).status).toBe(409);
    const [greedy, before] = [randomUUID(), await balance("bob")];
    expect((await example.transfer(greedy, { source: "bob", amount: Number(before) + 1 })).status).toBe(422);
    expect(await balance("bob")).toBe(before);
    // What was refused left no row, so the key still stands for nothing.
    expect((await example.transfer(greedy)).status).toBe(201);
  });

  it.each([
    [{ source: "nobody" }, 422],
    [{ source: CARD }, 400],
    [{ target: "treasury" }, 400],
    [{ amount: 0 }, 400],
    [{ amount: 1.5 }, 400],
    [{ amount: "7" }, 400],
    [{ amount: 2 ** 53 }, 400],
  ])("refuses %j with %d", async (asked, status) => {
    expect((await example.transfer(randomUUID(), asked)).status).toBe(status);
  });

  it("refuses what is no request of its, and goes on", async () => {
    const headers = { authorization: `Bearer ${API_KEY}`, "idempotency-key": randomUUID() };
    const statuses = async (...all: ReturnType<Example["ask"]>[]) =>
      (await Promise.all(all)).map(({ status }) => status);
    expect(
      await statuses(
        example.ask("POST", "/transfers", headers, "no JSON"),
        example.ask("POST", "/transfers", headers, "null"),
        example.ask("POST", "/transfers", headers, `"${"x".repeat(5000)}"`),
        example.ask("POST", "/transfers", { ...headers, "idempotency-key": CARD }, "{}"),
        example.get("/balance?account=nobody", headers),
        example.get("/balance", headers),
        example.get("/"),
        example.get("//?//"),
      ),
    ).toEqual([400, 400, 413, 400, 404, 400, 404, 404]);
    expect((await example.get("/healthz")).status).toBe(200);
  });

  it("answers nobody without the key", async () => {
    for (const authorization of ["", "Bearer ", `Bearer ${API_KEY}x`, API_KEY]) {
      expect((await example.get("/balance?account=alice", { authorization })).status).toBe(401);
    }
    expect((await example.ask("POST", "/transfers", {}, "{}")).status).toBe(401);
  });

  it("writes no card number into its log, wherever it is sent, nor its secret", async () => {
    const headers = { authorization: `Bearer ${API_KEY}`, "idempotency-key": randomUUID() };
    await Promise.all([
      example.transfer(randomUUID(), { source: CARD }),
      example.transfer(randomUUID(), { amount: Number(CARD) }),
      example.transfer(CARD),
      example.ask("POST", "/transfers", headers, `{"source": ${CARD}, `),
      example.get(`/balance?account=${CARD}`, headers),
      example.get(`/${CARD}`),
      example.ask("PUT", `/cards/${CARD}`, { "x-amzn-trace-id": CARD }),
      example.get("/balance?account=alice", { ...headers, "user-agent": CARD }),
    ]);
    // PostgreSQL's own message names the row: of a balance that a constraint refuses.
    await cluster.run(`ALTER TABLE ledger.account ADD CONSTRAINT planted CHECK (balance <> ${CARD})`);
    await cluster.run(`UPDATE ledger.account SET balance = ${CARD}::bigint - 1 WHERE id = 'alice'`);
    expect((await example.transfer(randomUUID())).status).toBe(503);
    await cluster.run(
      "ALTER TABLE ledger.account DROP CONSTRAINT planted; UPDATE ledger.account SET balance = 0 WHERE id = 'alice'",
    );
    await example.wrote('"error":"23514","constraint":"planted"');
    expect(example.log).not.toContain(CARD.slice(0, -1)); // nor a balance one below
    expect(example.log).not.toContain(API_KEY);
  });

  it("says in each line of its log when, which color, which route and how long", async () => {
    const trace = "1-67891233-abcdef012345678912345678";
    await example.get("/balance?account=alice", {
      authorization: `Bearer ${API_KEY}`,
      "x-amzn-trace-id": `Self=1;Root=${trace}`,
    });
    await example.wrote(trace);
    const line = JSON.parse(example.log.trim().split("\n").at(-1) ?? "");
    expect(line).toEqual({
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      color: "blue",
      event: "request",
      route: "GET /balance",
      status: 200,
      milliseconds: expect.any(Number),
      trace,
    });
  });

  it("may neither change a transfer nor delete one, nor read what is not its own", async () => {
    for (const sql of [
      "DELETE FROM ledger.transfer",
      "UPDATE ledger.transfer SET amount = 1",
      "INSERT INTO ledger.account VALUES ('eve', 1)",
      "UPDATE ledger.account SET id = 'eve'",
      "CREATE TABLE ledger.mine ()",
    ]) {
      await expect(cluster.postgres.run("app", sql)).rejects.toThrow("permission denied");
    }
  });

  it("its migration changes nothing the second time", async () => {
    const rows = () => cluster.run("SELECT id, balance FROM ledger.account ORDER BY id");
    const before = await rows();
    await cluster.migrate();
    expect(await rows()).toBe(before);
    expect((await example.transfer(randomUUID())).status).toBe(201);
  });
});
