import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { killFunctions } from "./release-outlives";
import { Stage } from "./release-stage";
import { MINUTES } from "./support";

jest.setTimeout(2 * MINUTES);

/** What happens to a release, each for a while; the next may come before it is over. */
type Happening = (stage: Stage, much: number) => unknown;

const HAPPENINGS: Readonly<Record<string, Happening>> = {
  "the controller dies": (stage) => killFunctions(stage.account.emulator.pid),
  "calls come late": (stage, much) => {
    const late = 3000 * much;
    stage.functions.intercept = (action) => (isMove(action) ? sleep(late) : undefined);
  },
  "one move is swallowed": (stage) => {
    let swallowed = false;
    stage.functions.intercept = (action) => {
      if (swallowed || !isMove(action)) return undefined;
      swallowed = true;
      return new Promise(() => {});
    };
  },
  "calls fail": (stage, much) => {
    stage.functions.faultEvery = 3 + Math.floor(8 * much);
  },
  "S3 is down": (stage) => {
    stage.functions.fails = (action) => (action.startsWith("s3:") ? "Unavailable" : undefined);
  },
  "SSM throttles": (stage) => {
    stage.functions.fails = (action) => (action.startsWith("ssm:") ? "Throttling" : undefined);
  },
  "blue loses its targets": (stage) => stage.aws.takeTargets("blue"),
  "green loses its targets": (stage) => stage.aws.takeTargets("green"),
  "an alarm": (stage) => stage.setAlarm("alarm-green-failed-requests-rel", "ALARM"),
  rollback: (stage) => stage.start("rollback"),
  promote: (stage) => stage.start("promote", "--no-follow", "--yes"),
  pause: (stage) => stage.start("pause"),
  "all is well again": (stage) => heal(stage),
};

const isMove = (action: string) =>
  ["elasticloadbalancing:ModifyListener", "ssm:PutParameter"].includes(action);

async function heal(stage: Stage): Promise<void> {
  stage.functions.heal();
  await stage.aws.restore();
}

const STORY = fc.record({
  steps: fc.constantFrom("40,100", "30,60,80"),
  happenings: fc.array(
    fc.record({
      after: fc.nat(3000), // milliseconds
      name: fc.constantFrom(...Object.keys(HAPPENINGS)),
      much: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { minLength: 5, maxLength: 5 },
  ),
});
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

describe("a release to which anything happens", () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open("release-random");
    await stage.deploy();
  }, 5 * MINUTES);

  beforeEach(() => stage.reset());

  afterAll(() => stage?.close());

  it.each(fc.sample(STORY, { seed: SEED, numRuns: 10 }))(`comes to rest, SEED=${SEED}: %j`, async (story) => {
    await stage.begin("--steps", story.steps);
    for (const { after, name, much } of story.happenings) {
      await sleep(after);
      await HAPPENINGS[name]?.(stage, much);
    }
    await heal(stage);
    const { phase, want, ended, release } = await stage.reaches("idle", "paused", "foreign", "held");
    expect(phase).toMatch(/^(idle|paused)$/);
    await stage.isAt(want);
    if (phase === "paused") return; // by somebody, or for want of targets: rollback and resume are tested elsewhere
    const last = release?.steps.at(-1)?.weight;
    expect(want).toBe(ended === "completed" ? last : 0);
    await stage.until("a free lock", async () => (await stage.aws.lock()) === undefined);
  });

  it("leaves no change to plan", async () => expect(await stage.workspace.isSettled()).toBe(true), MINUTES);
});
