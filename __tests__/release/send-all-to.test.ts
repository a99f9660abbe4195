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
