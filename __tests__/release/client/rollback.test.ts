import { type RollBack, rollBack } from "../../../src/release/client/rollback";
import type { ReleaseDocument } from "../../../src/release/controller/document";
import { BY, documentOf, ENVIRONMENT, lookOf, madeUpController, madeUpTime, silent } from "./made-up";

const back = documentOf({ phase: "settling", want: 0, ended: "rolled back", reason: "asked by ada" });
const THERE = { document: back, look: lookOf({ live: 0 }) };
const NOT_YET = { document: { ...back, phase: "back" as const }, look: lookOf({ live: 25 }) };

/** Runs a rollback with the given answers. @returns the exit code and the printed lines */
async function rolls(controller: ReturnType<typeof madeUpController>, more: Partial<RollBack> = {}) {
  const lines: string[] = [];
  const time = madeUpTime();
  const code = await rollBack({
    environment: ENVIRONMENT,
    ask: controller.ask,
    by: BY,
    force: false,
    say: (line) => lines.push(line),
    time,
    directly: async (to) => {
      lines.push(`directly to ${to}`);
      return 0;
    },
    stored: async () => undefined,
    ...more,
  });
  return { code, lines, seconds: time.passed() / 1000 };
}

it("says that all traffic is back only when the listener was seen so, and lets the controller look for ten seconds", async () => {
  const controller = madeUpController(NOT_YET, NOT_YET, THERE);
  expect(await rolls(controller)).toEqual({
    code: 0,
    lines: ["NOT rolled back yet: blue 75 %, green 25 %", "all traffic is on blue"],
    seconds: 10,
  });
  expect(controller.asked.map(({ kind }) => kind)).toEqual(["rollback", ...Array(5).fill("status")]);
  expect(new Set(controller.asked.map(({ id }) => id)).size).toBe(6);
});

it("says it again when a call that came late undid it, and ends by what was seen last", async () => {
  const { code, lines } = await rolls(madeUpController(THERE, NOT_YET, THERE));
  expect([code, ...lines]).toEqual([
    0,
    "all traffic is on blue",
    "NOT rolled back yet: blue 75 %, green 25 %",
    "all traffic is on blue",
  ]);
});

it("ends with 5 while the listener does not move, and says what is tried and what else can be", async () => {
  expect(await rolls(madeUpController(NOT_YET))).toEqual({
    code: 5,
    lines: [
      "NOT rolled back yet: blue 75 %, green 25 %",
      "NOT rolled back: blue 75 %, green 25 %; the controller tries again every minute; to see the state: npm run release -- status --suffix x1; to roll back without the controller: npm run release -- rollback --direct --to blue --suffix x1",
    ],
    seconds: 10,
  });
});

it("does not take an unseen listener for good news", async () => {
  const { live: _, ...unseen } = lookOf({ unknown: ["the load balancer (TimeoutError: slow)"] });
  const { code, lines } = await rolls(madeUpController({ document: back, look: unseen }));
  expect(code).toBe(5);
  expect(lines[0]).toBe(
    "NOT rolled back yet: the listener cannot be seen: the load balancer (TimeoutError: slow)",
  );
});

it("ends with 6 at once where the stable color has no targets", async () => {
  const stuck: ReleaseDocument = { ...back, phase: "stuck", reason: "in ALARM: failed" };
  const targets = { blue: { registered: 0, healthy: 0 }, green: { registered: 2, healthy: 2 } };
  expect(await rolls(madeUpController({ document: stuck, look: lookOf({ targets }) }))).toEqual({
    code: 6,
    lines: [
      "USERS: 75 % of the requests FAIL NOW: blue has no targets, so the load balancer answers 503",
      "STUCK: since 2026-03-04 05:04:07 UTC all traffic has to go to blue (in ALARM: failed), which cannot answer (targets: blue 0 healthy of 0, green 2 healthy of 2)",
      "  RECOMMENDED: send all traffic to green (the new version), at once: its 2 healthy targets answer, but users get the fault that caused the rollback; the release ends, and all traffic stays on green, even during an alarm or when blue can answer again, until somebody runs rollback --to blue: npm run release -- rollback --to green --suffix x1",
      "  or instead: assume the operator role, and start tasks of blue (this helps only if the desired count of its service is below 2; status shows the desired count). All traffic goes to blue by itself when one of its targets is healthy, which takes minutes; 75 % of the requests fail until then: aws ecs update-service --cluster ecs-cluster-x1 --service ecs-service-blue-x1 --desired-count 2",
      "  or instead, but only if wrong answers of green do more harm than no answers: send all traffic to blue nevertheless: EVERY request gets 503 until blue has targets: npm run release -- rollback --force --suffix x1",
    ],
    seconds: 0,
  });
});

it("warns of a deploy that holds the lock, once, and moves all the same", async () => {
  const lock = { id: "d", operation: "deploy", who: "arn:bob", since: 0 };
  const { code, lines } = await rolls(madeUpController({ document: back, look: lookOf({ live: 0, lock }) }));
  expect([code, ...lines]).toEqual([
    0,
    "all traffic is on blue",
    "warning: arn:bob holds the environment for a deploy; if, in the next 70 minutes, this deploy sets the old weights again (the weights before the rollback), the controller undoes this change",
  ]);
});

it("goes where it is told to, with a reason", async () => {
  const controller = madeUpController(THERE);
  await rolls(controller, { to: "blue", force: true, reason: "bad" });
  expect(controller.asked[0]).toMatchObject({
    kind: "rollback",
    to: "blue",
    force: true,
    reason: "bad",
    by: BY,
  });
});

it("is refused in the controller's words", async () => {
  const refused = "no release is under way, so neither color is the stable one: name the color with --to";
  await expect(rolls(madeUpController({ ...THERE, refused }))).rejects.toMatchObject({
    name: "RefusedError",
    message: refused,
  });
});

it("keeps what is done when the controller cannot be asked again", async () => {
  const { code, lines } = await rolls(madeUpController(THERE, silent));
  expect([code, ...lines]).toEqual([
    0,
    "all traffic is on blue",
    "warning: the state could not be read again: the release controller release-controller-x1 did not answer within 40 s",
  ]);
});

describe("where the controller does not answer, without a terminal", () => {
  const { isTTY } = process.stdin;
  beforeAll(() => {
    process.stdin.isTTY = false;
  });
  afterAll(() => {
    process.stdin.isTTY = isTTY;
  });

  const ends = (to: string) => ({
    code: 5,
    lines: [
      "the release controller release-controller-x1 did not answer within 40 s",
      `NOT rolled back, as far as is known; to roll back without the controller, assume the operator or the break-glass role and run: npm run release -- rollback --direct --to ${to} --suffix x1`,
    ],
    seconds: 0,
  });

  it("prints the command that moves past it, to the color that was named", async () => {
    expect(await rolls(madeUpController(silent), { to: "green" })).toEqual(ends("green"));
  });

  it("knows the stable color from the stored document", async () => {
    expect(await rolls(madeUpController(silent), { stored: async () => documentOf() })).toEqual(ends("blue"));
  });

  it.each([
    ["no release is under way", async () => documentOf({ phase: "idle" })],
    ["the document cannot be read either", () => Promise.reject(new Error("S3 is down"))],
  ])("guesses no color where %s", async (_, stored) => {
    expect(await rolls(madeUpController(silent), { stored })).toEqual(
      ends("blue --suffix x1, or npm run release -- rollback --direct --to green"),
    );
  });
});
