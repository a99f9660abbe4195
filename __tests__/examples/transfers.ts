import { randomUUID } from "node:crypto";
import type { Asked } from "../../src/rehearsal/traffic/clients";
import type { Cluster } from "./cluster";
import { API_KEY } from "./example";

/** Of accounts that pay and of accounts that are paid: transfers of one account wait for one another. */
const PAIRS = "abcdefghijklmnopqrst";

/** What PostgreSQL has, held against what clients were told. */
export interface Reconciled {
  /** Transfers that a client was told to be made, and are not. */
  readonly lost: readonly string[];
  /** Transfers that a client was told not to be made, and are. */
  readonly madeAlthoughRefused: readonly string[];
  /** What moved beyond one for each transfer: one that was made twice moved two. */
  readonly movedTooMuch: number;
  /** How many a client was told to be made. */
  readonly acknowledged: number;
}

/** Requests of the example's clients: three transfers of one each, each by a key of its own, and then a balance. */
export class Transfers {
  private turn = 0;
  /** What came of each transfer that was asked for, by its key; undefined: no answer yet. */
  private readonly asked = new Map<string, string | undefined>();

  private constructor(private readonly cluster: Cluster) {}

  /** Makes the accounts. */
  public static async open(cluster: Cluster): Promise<Transfers> {
    const accounts = [...PAIRS].map((it) => `('payer-${it}', 1000000), ('payee-${it}', 0)`);
    await cluster.run(`INSERT INTO ledger.account VALUES ${accounts.join()}`);
    return new Transfers(cluster);
  }

  /** What is asked next. */
  public readonly next = (): Asked => {
    this.turn += 1;
    const pair = PAIRS[this.turn % PAIRS.length];
    const authorization = `Bearer ${API_KEY}`;
    if (this.turn % 4 === 0) {
      return { method: "GET", path: `/balance?account=payee-${pair}`, headers: { authorization } };
    }
    const key = randomUUID();
    this.asked.set(key, undefined);
    return {
      method: "POST",
      path: "/transfers",
      headers: { authorization, "idempotency-key": key },
      body: JSON.stringify({ source: `payer-${pair}`, target: `payee-${pair}`, amount: 1 }),
      onAnswer: (answer) => this.asked.set(key, answer),
    };
  };

  public async reconcile(): Promise<Reconciled> {
    // Answers before rows, and all rows by one statement: some requests may still be under way.
    const told = (...answers: string[]) =>
      [...this.asked].filter(([, answer]) => answers.includes(answer ?? "")).map(([key]) => key);
    const [acknowledged, refused] = [told("200", "201"), told("503")];
    const [moved, keys = ""] = (
      await this.cluster.run(
        "SELECT (SELECT sum(balance) FROM ledger.account WHERE id LIKE 'payee-%'), string_agg(key::text, ',') FROM ledger.transfer",
      )
    ).split("|");
    const made = new Set(keys.split(","));
    return {
      lost: acknowledged.filter((key) => !made.has(key)),
      madeAlthoughRefused: refused.filter((key) => made.has(key)),
      movedTooMuch: Number(moved) - made.size,
      acknowledged: acknowledged.length,
    };
  }
}
