import { EnvironmentLock, newLock } from "../../src/lock/lock";
import type { Lock } from "../../src/lock/stored-lock";
import type { ReleaseEnvironment } from "../../src/release/environment";
import { pause, promote, resume, rollBack } from "../../src/release/in-flight";
import { begin, type Weights, weightsOfGreen } from "../../src/release/release";
import { MadeUpS3 } from "./made-up-s3";

const mockSlept: number[] = []; // milliseconds
jest.mock("node:timers/promises", () => ({
  setTimeout: (milliseconds: number) => {
    mockSlept.push(milliseconds);
    return new Promise(setImmediate);
  },
}));

const WHO = "arn:aws:iam::123456789012:user/ada";
const OPTIONS = { poll: 1000, yes: false };
const release = begin({ candidate: "green", steps: [40, 100], bakeSeconds: 60, releaseAlarms: [] }, 20);
const holder = (): Lock => ({ ...newLock("release", WHO), id: "ada", host: "laptop", release });

let s3: MadeUpS3;
let moves: Weights[];
let green: number;
let said: string[];
let environment: ReleaseEnvironment;
const held = (): Lock | undefined => s3.body && JSON.parse(s3.body);

beforeEach(() => {
  s3 = new MadeUpS3();
  moves = [];
  said = [];
  mockSlept.length = 0;
  green = 20;
  jest.spyOn(console, "log").mockImplementation((line) => void said.push(line));
  environment = {
    lock: new EnvironmentLock(s3.client, "bucket", "x1"),
    me: { ...newLock("release", WHO), id: "me" },
    note: async (action: string) => void said.push(`note: ${action}`),
    traffic: {
      live: async () => weightsOfGreen(green),
      record: async (weights: Weights) => void said.push(`record: ${weights.green}, held by ${held()?.id}`),
      move: async (weights: Weights) => {
        moves.push(weights);
        green = weights.green;
      },
    },
  } as unknown as ReleaseEnvironment;
});

afterEach(() => jest.restoreAllMocks());

describe("where no release is under way", () => {
  it.each([
    ["pause", () => pause(environment)],
    ["resume", () => resume(environment, OPTIONS)],
    ["promote", () => promote(environment, OPTIONS)],
  ])("%s is refused, and during a deploy with its holder", async (_name, ask) => {
    await expect(ask()).rejects.toThrow(new Error("no release is under way"));
    const { release: _none, ...deploy } = holder();
    s3.write({ ...deploy, operation: "deploy" });
    await expect(ask()).rejects.toThrow(`a deploy is under way: ${WHO} on laptop since `);
    expect(said).toEqual([]);
  });

  it("a rollback has to say to which color", async () => {
    await expect(rollBack(environment, undefined)).rejects.toThrow(
      new Error("no release is under way, so no color is stable: say which one with --to"),
    );
    await rollBack(environment, "green");
    expect(moves).toEqual([{ blue: 0, green: 100 }]);
    expect(said).toEqual(["record: 100, held by me", "all traffic is on green", "note: rolled back"]);
    expect(held()).toBeUndefined();
  });

  it("a rollback waits for a deploy", async () => {
    const { release: _none, ...deploy } = holder();
    s3.write({ ...deploy, operation: "deploy" });
    await expect(rollBack(environment, "green")).rejects.toThrow(
      `a deploy is under way: ${WHO} on laptop since `,
    );
    expect([moves, held()?.id]).toEqual([[], "ada"]);
  });
});

describe("a lock that cannot be read", () => {
  beforeEach(() => s3.put(Buffer.from('{ "id": "ada", "operation": "rele')));

  it.each([
    ["pause", () => pause(environment)],
    ["resume", () => resume(environment, OPTIONS)],
    ["promote", () => promote(environment, OPTIONS)],
  ])("has no release to %s, and says the way out", async (_name, ask) => {
    await expect(ask()).rejects.toThrow(/ cannot be read: .*"npm run release -- unlock --suffix x1"$/);
  });

  it("is taken over by a rollback that says to which color", async () => {
    const warned = jest.spyOn(console, "error").mockImplementation();
    await expect(rollBack(environment, undefined)).rejects.toThrow(
      /^the lock s3:\S+ \(33 bytes, .* cannot be read: it is not JSON, so no color is known to be stable: say which one with --to, /,
    );
    expect([moves, s3.bytes?.length]).toEqual([[], 33]);
    await rollBack(environment, "blue");
    expect(moves).toEqual([{ blue: 100, green: 0 }]);
    expect(said[0]).toBe("record: 0, held by me");
    expect(warned).toHaveBeenCalledWith(expect.stringMatching(/^warning: the lock s3:/));
    expect(s3.bytes).toBeUndefined();
  });
});

describe("a release under way", () => {
  beforeEach(() => s3.write(holder()));

  it("is asked to pause, in its holder's name", async () => {
    await pause(environment);
    expect(held()).toEqual({
      ...holder(),
      since: held()?.since,
      aliveAt: held()?.aliveAt,
      release: { ...release, paused: true },
    });
    expect(said).toEqual(["note: paused", `asked ${WHO} on laptop: paused`]);
  });

  it("has heard when its holder writes the lock again", async () => {
    let looks = 0;
    s3.before = (command) => {
      if (command === "GetObjectCommand") looks += 1;
      if (looks === 4) s3.write({ ...held(), aliveAt: "2099-01-01T00:00:00.000Z" });
    };
    await promote(environment, OPTIONS);
    expect(held()?.release).toEqual({ ...release, promoted: true });
    expect(mockSlept).toEqual([1000]);
    expect(said).toEqual([
      "note: promoted",
      `asked ${WHO} on laptop: promoted`,
      "it is alive, and has heard",
    ]);
  });

  it("may end before it hears", async () => {
    let looks = 0;
    s3.before = (command) => {
      if (command === "ListObjectsV2Command") looks += 1;
      if (looks === 4) s3.write(undefined);
    };
    await resume(environment, OPTIONS);
    expect(said.at(-1)).toBe('it has ended, or was taken over, meanwhile: see "npm run release -- history"');
  });

  it("is taken from a silent holder by who says so, never unasked", async () => {
    s3.write(holder());
    s3.lastModified = new Date(Date.now() - 41_000);
    await expect(resume(environment, OPTIONS)).rejects.toThrow(
      /^not asked to go on in place of \S+:user\/ada on laptop, not heard of for 4\d s: there is no terminal to ask at; say --yes$/,
    );
    expect([moves, held()?.id]).toEqual([[], "ada"]);
  });

  it("is rolled back to the stable color, whatever --to says, by who took its lock first", async () => {
    await rollBack(environment, "green");
    expect(moves).toEqual([{ blue: 100, green: 0 }]);
    expect(said[0]).toBe("record: 0, held by me");
    expect(held()).toBeUndefined();
  });

  it("is rolled back once more when a move that was on its way lands after it", async () => {
    const { note } = environment;
    const late = async (...args: Parameters<typeof note>) => {
      green = 40;
      await note.call(environment, ...args);
    };
    await rollBack(Object.assign(environment, { note: late }), undefined);
    expect(moves).toEqual([
      { blue: 100, green: 0 },
      { blue: 100, green: 0 },
    ]);
    expect(mockSlept).toEqual([2000, 2000, 2000]); // each record before its move, and what was on its way
  });
});
