import type { Weights } from "../../src/release/release";
import { sendAllTo } from "../../src/release/runner";

/** A world in which writing the record does what the test says, and time passes only by sleeping. */
function world(record: () => Promise<void>) {
  const moves: Weights[] = [];
  let now = 0;
  return {
    moves,
    record,
    move: async (weights: Weights) => {
      moves.push(weights);
    },
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

describe("sending all traffic to the stable color", () => {
  it("moves it once, though the record fails at first", async () => {
    let tries = 0;
    const stage = world(async () => {
      tries += 1;
      if (tries < 3) throw new Error("throttled");
    });
    await sendAllTo("blue", stage);
    expect(stage.moves).toEqual([{ blue: 100, green: 0 }]);
    expect(tries).toBe(3);
  });

  it("moves it, though the record never can be written, and says that it could not", async () => {
    const stage = world(() => Promise.reject(new Error("ParameterNotFound")));
    await expect(sendAllTo("green", stage)).rejects.toThrow(
      "all traffic is on green, but the record could not be written: ParameterNotFound",
    );
    expect(stage.moves).toEqual([{ blue: 0, green: 100 }]);
  });

  it("does not wait for a record that hangs", async () => {
    let answer = () => {};
    const stage = world(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const sent = sendAllTo("blue", stage);
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    expect(stage.moves).toEqual([{ blue: 100, green: 0 }]);
    answer();
    await sent;
  });
});

describe("the record of a rollback", () => {
  /** What happens when, in milliseconds, while the record takes some time; time passes where everybody sleeps. */
  async function happening(recordTakes: number): Promise<string[]> {
    const events: string[] = [];
    const timers: { at: number; wake: () => void }[] = [];
    let now = 0;
    const sleep = (milliseconds: number) =>
      new Promise<void>((wake) => {
        timers.push({ at: now + milliseconds, wake });
      });
    let ended = false;
    const sent = sendAllTo("blue", {
      now: () => now,
      sleep,
      record: async () => {
        await sleep(recordTakes);
        events.push(`recorded at ${now}`);
      },
      move: async () => {
        events.push(`moved at ${now}`);
      },
    }).finally(() => {
      ended = true;
    });
    while (!ended) {
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      timers.sort((one, other) => one.at - other.at);
      const next = timers.shift();
      now = next?.at ?? now;
      next?.wake();
    }
    await sent;
    return events;
  }

  it("comes before the traffic moves, so that the record is never behind", async () => {
    expect(await happening(1)).toEqual(["recorded at 1", "moved at 1"]);
    expect(await happening(1999)).toEqual(["recorded at 1999", "moved at 1999"]);
  });

  it("keeps the traffic for 2 seconds at most", async () => {
    expect(await happening(2001)).toEqual(["moved at 2000", "recorded at 2001"]);
    expect(await happening(60_000)).toEqual(["moved at 2000", "recorded at 60000"]);
  });
});
