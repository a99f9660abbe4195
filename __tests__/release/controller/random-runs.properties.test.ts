import fc from "fast-check";
import { documentIn, tick } from "./made-up-aws";
import { cause, command, rollback } from "./made-up-documents";
import { episodes, Run } from "./random-runs";

/** After the last fault, ticks of every minute and a person who answers each waiting release bring the environment to rest. */
function comesToRest(run: Run): void {
  const it = run.world;
  it.targets = { blue: { registered: 2, healthy: 2 }, green: { registered: 2, healthy: 2 } };
  for (let minutes = 0; minutes < 90; minutes++) {
    run.pass(1);
    const wakes = minutes % 20 === 19 && documentIn(it).phase === "paused";
    tick(it, cause(wakes ? rollback({}, `the end ${minutes}`) : undefined));
  }
}

it("200 runs with faults at random calls come to rest where they are wanted, and say so", () => {
  const endings: Record<string, number> = {};
  fc.assert(
    fc.property(episodes, (played) => {
      const run = new Run();
      for (const episode of played) run.play(episode);
      comesToRest(run);
      const { live, recorded, lock, lines, moves } = run.world;
      const { phase, want, ended = "nothing begun", outbox } = documentIn(run.world);
      expect({ phase, live, recorded, lock, outbox }).toEqual({
        phase: "idle",
        live: want,
        recorded: want,
        lock: "nobody",
        outbox: [],
      });
      expect(moves.filter((green) => !lines.some(({ to }) => to?.green === green))).toEqual([]);
      const texts = new Map<string, string>();
      for (const line of lines) {
        const text = JSON.stringify(line);
        expect(texts.get(line.id) ?? text).toBe(text); // what has one id is one line
        texts.set(line.id, text);
        if (line.to) expect(line.to.blue + line.to.green).toBe(100);
      }
      endings[ended] = (endings[ended] ?? 0) + 1;
    }),
    { numRuns: 200 },
  );
  // Without this check, the random runs might never reach these endings.
  expect(Object.keys(endings).sort()).toEqual(["completed", "nothing begun", "rolled back"]);
});

it("a command that is tried again by its id is done once", () =>
  fc.assert(
    fc.property(fc.nat(8), fc.boolean(), (at, isDone) => {
      const { world: it } = new Run();
      tick(it, cause());
      const asked = command({ kind: "set", green: 40, force: false }, "set-1");
      let calls = 0;
      tick(it, cause(asked), (_, doIt) => {
        if (calls++ !== at) return undefined;
        if (isDone) doIt();
        return { kind: "failed", message: "500" };
      });
      tick(it, cause(asked));
      // A line that was delivered twice has the same id both times.
      expect(new Set(it.lines.filter(({ action }) => action === "set").map(({ id }) => id)).size).toBe(1);
      expect(it.live).toBe(40);
    }),
  ));
