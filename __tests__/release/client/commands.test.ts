import { type Asking, goOn, pause, repair, setWeights } from "../../../src/release/client/commands";
import {
  type Answer,
  BY,
  documentOf,
  ENVIRONMENT,
  GUARDS,
  LOCK,
  lookOf,
  madeUpController,
  RELEASE,
} from "./made-up";

const seen = { document: documentOf({ phase: "idle" }), look: lookOf() };
const YES = { yes: true, reason: "ticket 7" };

function asking(answer: Answer, guards: Asking["guards"] = async () => GUARDS) {
  const lines: string[] = [];
  const controller = madeUpController(answer);
  const asks: Asking = {
    environment: ENVIRONMENT,
    ask: controller.ask,
    guards,
    by: BY,
    say: (line) => lines.push(line),
  };
  return { asks, lines, asked: controller.asked };
}

it("a pause says what ends it, and that the release is guarded meanwhile", async () => {
  const paused = documentOf({ phase: "paused", reason: "somebody asked for it" });
  const { asks, lines, asked } = asking({ document: paused, look: lookOf({ lock: LOCK }) });
  await pause(asks);
  expect(lines).toEqual([
    "release of green, step 2 of 3 (5, 25, 100 %): 25 %: PAUSED: somebody asked for it",
    "  no step begins until somebody decides; green has 25 %; as long as the controller runs, an alarm sends all traffic back; no deploy can begin, because the release holds the lock",
    "  to go on from here: npm run release -- resume --suffix x1",
    "  to send all traffic back to blue: npm run release -- rollback --suffix x1",
    "  to send all traffic to green now, without the steps between: npm run release -- promote --suffix x1",
    "guarded: the controller looks every minute, also when this terminal is closed",
  ]);
  expect(asked).toMatchObject([{ kind: "pause", by: BY }]);
});

it.each([
  [
    { ...GUARDS, "alarm-release-controller-silent-x1": "ALARM" },
    /^NOT GUARDED: alarm-release-controller-silent-x1 in ALARM: /,
  ],
  [
    {},
    /^NOT KNOWN whether the controller runs .*: alarm-release-controller-errors-x1 cannot be seen and alarm-release-controller-silent-x1 cannot be seen$/,
  ],
])(
  "a command that the controller answered still looks at the alarms on the controller: %j",
  async (guards, said) => {
    const { asks, lines } = asking({ document: documentOf(), look: lookOf() }, async () => guards);
    await pause(asks);
    expect(lines.at(-1)).toMatch(said);
  },
);

it.each(["resume", "promote"] as const)("%s gives the release's id, to follow it", async (kind) => {
  const { asks, asked } = asking({ document: documentOf(), look: lookOf() });
  expect(await goOn(asks, kind, YES)).toBe(RELEASE.id);
  expect(asked).toMatchObject([{ kind }]);
});

it("promote is asked for once more, resume is not", async () => {
  const { asks, asked } = asking({ document: documentOf(), look: lookOf() });
  await expect(goOn(asks, "promote", { yes: false })).rejects.toThrow(
    "did not promote the release in x1: 100 % now, without the steps between: there is no terminal for the confirmation; confirm with --yes",
  );
  expect(asked).toEqual([]);
  await goOn(asks, "resume", { yes: false });
  expect(asked).toHaveLength(1);
});

it("what the controller refuses is a refusal here, in its words", async () => {
  const refused = "no release is under way";
  const result = { document: documentOf(), look: lookOf(), refused };
  const error = { name: "RefusedError", message: refused };
  await expect(pause(asking(result).asks)).rejects.toMatchObject(error);
  await expect(goOn(asking(result).asks, "resume", YES)).rejects.toMatchObject(error);
  await expect(repair(asking(result).asks, seen, YES)).rejects.toMatchObject(error);
  await expect(
    setWeights(asking(result).asks, seen, { ...YES, green: 10, force: false }),
  ).rejects.toMatchObject(error);
});

it("set says that it moved only when the listener was seen so", async () => {
  const settling = documentOf({ phase: "settling", want: 10 });
  const there = asking({ document: settling, look: lookOf({ live: 10 }) });
  expect(await setWeights(there.asks, seen, { ...YES, green: 10, force: true })).toBe(0);
  expect(there.lines).toEqual([
    "blue 90 %, green 10 %; if an earlier ModifyListener call takes effect in the next ten minutes and changes the weights, the controller restores them",
  ]);
  expect(there.asked).toMatchObject([{ kind: "set", green: 10, force: true, reason: "ticket 7" }]);
  const not = asking({ document: settling, look: lookOf() });
  expect(await setWeights(not.asks, seen, { ...YES, green: 10, force: false })).toBe(1);
  expect(not.lines).toEqual([
    "not moved yet: blue 75 %, green 25 %; the controller tries again every minute; to see the state: npm run release -- status --suffix x1",
  ]);
});

it("repair says from which weights the controller goes on", async () => {
  const { asks, lines } = asking({ document: documentOf({ phase: "idle", want: 33 }), look: lookOf() });
  await repair(asks, seen, YES);
  expect(lines).toEqual(["the controller goes on from blue 67 %, green 33 %"]);
});
