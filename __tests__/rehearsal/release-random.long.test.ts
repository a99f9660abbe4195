import { setTimeout as sleep } from "node:timers/promises";
import { killFunctions } from "./release-outlives";
import { Stage } from "./release-stage";
import { MINUTES } from "./support";

jest.setTimeout(2 * MINUTES);

/** What happens to a release, each for a while; the next may come before it is over. */
type Happening = (stage: Stage, random: () => number) => unknown;

const HAPPENINGS: Readonly<Record<string, Happening>> = {
  "the controller dies": (stage) => killFunctions(stage.account.emulator.pid),
  "calls come late": (stage, random) => {
    const late = 3000 * random();
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
  "calls fail": (stage, random) => {
    stage.functions.faultEvery = 3 + Math.floor(8 * random());
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

/** Numbers from 0 to 1 that a seed decides: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function numbersOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe("a release to which anything happens", () => {
  let stage: Stage;
  const first = Number(process.env.SEED ?? Date.now() % 1_000_000);

  beforeAll(async () => {
    stage = await Stage.open("release-random");
    await stage.deploy();
  }, 5 * MINUTES);

  beforeEach(() => stage.reset());

  afterAll(() => stage?.close());

  it.each(Array.from({ length: 10 }, (_, index) => first + index))("comes to rest: SEED=%d", async (seed) => {
    const random = numbersOf(seed);
    const names = Object.keys(HAPPENINGS);
    await stage.begin("--steps", random() < 0.5 ? "40,100" : "30,60,80");
    const happened: string[] = [];
    for (let count = 0; count < 5; count++) {
      await sleep(3000 * random());
      const name = names[Math.floor(names.length * random())] as string;
      happened.push(name);
      await HAPPENINGS[name]?.(stage, random);
    }
    await heal(stage);
    const rests = await stage
      .until("at rest", ({ phase }) => ["idle", "paused", "foreign", "held"].includes(phase))
      .catch((error: Error) => {
        throw new Error(`${error.message}; happened: ${happened.join(", ")}`);
      });
    expect([happened, rests.phase]).toEqual([happened, expect.stringMatching(/^(idle|paused)$/)]);
    await stage.isAt(rests.want);
    if (rests.phase === "idle") {
      expect(rests.want).toBe(
        { completed: rests.release?.steps.at(-1)?.weight, "rolled back": 0 }[rests.ended ?? "rolled back"],
      );
      await stage.until("a free lock", async () => (await stage.aws.lock()) === undefined);
    }
  });

  it("leaves no change to plan", async () => expect(await stage.workspace.isSettled()).toBe(true), MINUTES);
});
