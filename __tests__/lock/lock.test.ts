import {
  EnvironmentLock,
  LockHeldError,
  LockLostError,
  newLock,
  type UnreadableLock,
} from "../../src/lock/lock";
import { BEAT_SECONDS, STALE_SECONDS } from "../../src/lock/signs-of-life";
import type { Lock } from "../../src/lock/stored-lock";
import { MadeUpS3 } from "../release/made-up-s3";

const NOW = Date.parse("2026-03-04T05:06:07.000Z");
const SOMEBODY: Lock = {
  id: "somebody",
  operation: "deploy",
  who: "arn:aws:sts::123456789012:assumed-role/ops/ada",
  host: "laptop",
  since: "2026-03-04T05:00:00.000Z",
  aliveAt: "2026-03-04T05:05:55.000Z",
};
const ME: Lock = {
  ...SOMEBODY,
  id: "me",
  operation: "release",
  who: "arn:aws:iam::123456789012:user/eve",
  host: "ci",
};

let s3: MadeUpS3;
let lock: EnvironmentLock;

beforeEach(() => {
  jest.useFakeTimers({ now: NOW });
  s3 = new MadeUpS3();
  lock = new EnvironmentLock(s3.client, "bucket", "x1");
});

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const held = () => (s3.body === undefined ? undefined : JSON.parse(s3.body));

it("is an object of the environment", async () => {
  await lock.acquire(ME);
  await lock.free("me");
  expect([...s3.keys]).toEqual(["x1/release.lock"]);
});

describe("taking it", () => {
  it("is possible while nobody has it, and it then says who", async () => {
    await lock.acquire(ME);
    expect(held()).toEqual(ME);
    expect(await lock.read()).toEqual({ lock: ME, etag: '"1"', ageSeconds: 0 });
  });

  it("is refused while somebody has it, with who, where, since when, and the way out", async () => {
    s3.write(SOMEBODY);
    jest.advanceTimersByTime(12_000);
    const refused = lock.acquire(ME);
    await expect(refused).rejects.toThrow(LockHeldError);
    await expect(refused).rejects.toThrow(
      new Error(
        "a deploy is under way: arn:aws:sts::123456789012:assumed-role/ops/ada on laptop since 2026-03-04T05:00:00.000Z, " +
          'last sign of life 12 s ago; wait for its end, which "npm run release -- status" shows; if it has crashed, free the lock with "npm run release -- unlock"',
      ),
    );
    expect(held()).toEqual(SOMEBODY);
  });

  it("succeeds where the answer was lost, and the try after it is refused", async () => {
    s3.write(ME);
    await lock.acquire(ME);
    expect(held()).toEqual(ME);
  });

  it("ends as the work ends, also where it cannot be freed", async () => {
    const said = jest.spyOn(console, "error").mockImplementation();
    const work = async () => {
      s3.before = () => {
        throw new Error("ExpiredToken");
      };
      return 1;
    };
    expect(await lock.holding(ME, work)).toBe(1);
    expect(said).toHaveBeenCalledWith(
      "the lock could not be freed (ExpiredToken); free it later with: npm run release -- unlock",
    );
  });

  it("is tried again when it was freed between the refusal and the look", async () => {
    s3.write(SOMEBODY);
    s3.before = (command) => {
      if (command === "ListObjectsV2Command") s3.write(undefined);
    };
    await lock.acquire(ME);
    expect(held()).toEqual(ME);
  });

  it("says who takes it by somebody's ARN, this host and this moment", () => {
    const since = new Date(NOW).toISOString();
    const made = newLock("destroy", "arn");
    expect(made).toEqual({
      id: made.id,
      operation: "destroy",
      who: "arn",
      host: expect.any(String),
      since,
      aliveAt: since,
    });
    expect(made.id).not.toBe(newLock("destroy", "arn").id);
  });

  it("an outage is no refusal", async () => {
    s3.before = () => {
      throw Object.assign(new Error("slow down"), { $metadata: { httpStatusCode: 503 } });
    };
    await expect(lock.acquire(ME)).rejects.toThrow(new Error("slow down"));
  });
});

describe("reading it", () => {
  it("finds nothing where there is none, or it goes between the two calls", async () => {
    expect(await lock.read()).toBeUndefined();
    s3.write(SOMEBODY);
    s3.before = (command) => {
      if (command === "GetObjectCommand") s3.write(undefined);
    };
    expect(await lock.read()).toBeUndefined();
  });

  it.each([
    ["ours", -3_600_000, SOMEBODY.aliveAt],
    ["ours", 3_600_000, SOMEBODY.aliveAt],
    ["the holder's", 0, "2099-01-01T00:00:00.000Z"],
    ["the holder's", 0, "2001-01-01T00:00:00.000Z"],
  ])("tells its age by S3's clock, also where %s is wrong", async (_whose, difference, aliveAt) => {
    s3.now = () => Date.now() + difference;
    s3.write({ ...SOMEBODY, aliveAt });
    jest.advanceTimersByTime(12_000);
    expect((await lock.read())?.ageSeconds).toBe(12);
  });

  it("is never younger than new, where S3's own clocks differ", async () => {
    s3.write(SOMEBODY);
    s3.lastModified = new Date(NOW + 2000);
    expect((await lock.read())?.ageSeconds).toBe(0);
  });
});

describe("a lock that cannot be read", () => {
  const DESCRIPTION =
    "the lock s3://bucket/x1/release.lock (0 bytes, last written 2026-03-04T05:06:07.000Z) cannot be read: it is not JSON";
  const unreadable = async () => (await lock.read()) as UnreadableLock;

  beforeEach(() => {
    s3.put(new Uint8Array());
    jest.advanceTimersByTime(7000);
  });

  it("is a value that says where it is, its size, its time and why", async () => {
    expect(await lock.read()).toEqual({
      lock: undefined,
      etag: '"1"',
      ageSeconds: 7,
      suffix: "x1",
      description: DESCRIPTION,
    });
  });

  it.each([
    [{}, "id: got nothing, allowed: a value, because there is no default"],
    [
      { ...SOMEBODY, operation: "drop" },
      'operation: got "drop", allowed: "deploy", "destroy", "release", "sweep"',
    ],
    [{ ...SOMEBODY, since: "now" }, 'since: got "now", allowed: an ISO 8601 timestamp'],
    [3, "(top level): got 3, allowed: a JSON object"],
  ])("is one that holds %j", async (body, why) => {
    s3.write(body as object);
    expect((await unreadable()).description.split("cannot be read: ")[1]).toBe(why);
  });

  it("is somebody's all the same, with the way out", async () => {
    const refused = lock.acquire(ME);
    await expect(refused).rejects.toThrow(LockHeldError);
    await expect(refused).rejects.toThrow(
      new Error(
        `the holder of x1's lock is unknown: ${DESCRIPTION}; find out whether a deploy, destroy, release or sweep is running, then free the lock with "npm run release -- unlock --suffix x1"`,
      ),
    );
    expect(await lock.free("me")).toBe(false);
    expect(s3.body).toBe("");
  });

  it("is lost to who had it", async () => {
    await expect(lock.change("me", (it) => it)).rejects.toThrow(new LockLostError(DESCRIPTION));
  });

  it("is freed exactly as it was found", async () => {
    const found = await unreadable();
    s3.write(ME);
    expect(await lock.freeExactly(found)).toBe(false);
    expect(held()).toEqual(ME);
    s3.put(new Uint8Array());
    expect(await lock.freeExactly(await unreadable())).toBe(true);
    expect(s3.body).toBeUndefined();
  });
});

it("shows no control character of what somebody else wrote", async () => {
  s3.write({ ...SOMEBODY, who: "\u001b[2Jada", host: "a\u202eb\u009b" });
  expect((await lock.read())?.lock).toMatchObject({ who: "\\u001b[2Jada", host: "a\\u202eb\\u009b" });
});

describe("a sign of life", () => {
  const DEPLOY: Lock = { ...ME, operation: "deploy" };
  const beats = (count: number) => jest.advanceTimersByTimeAsync(count * BEAT_SECONDS * 1000);
  const age = async () => (await lock.read())?.ageSeconds;
  let end: () => void;
  let lost: AbortSignal | undefined;
  const hold = (who: Lock) =>
    lock.holding(who, (signal) => {
      lost = signal;
      return new Promise<void>((resolve) => {
        end = resolve;
      });
    });

  it("comes several times before its holder is taken for dead", () => {
    expect(STALE_SECONDS).toBeGreaterThan(3 * BEAT_SECONDS);
  });

  it("is written while the work runs, and no longer", async () => {
    const done = hold(DEPLOY);
    await beats(3.5);
    expect(await age()).toBe(5);
    expect(held()).toEqual({ ...DEPLOY, aliveAt: new Date(NOW + 30_000).toISOString() });
    end();
    await done;
    expect(s3.body).toBeUndefined();
    s3.write(DEPLOY);
    await beats(2);
    expect(held()).toEqual(DEPLOY);
    expect(jest.getTimerCount()).toBe(0);
  });

  it("may fail, which is said once, and comes again", async () => {
    const said = jest.spyOn(console, "error").mockImplementation();
    const done = hold(DEPLOY);
    await beats(0.5);
    s3.before = () => {
      throw new Error("slow down");
    };
    await beats(3);
    expect(said.mock.calls).toEqual([
      ["the lock's sign of life could not be written (slow down); trying again every 10 s"],
    ]);
    s3.before = () => {};
    await beats(1);
    expect(await age()).toBe(5);
    expect(lost?.aborted).toBe(false);
    s3.before = () => {
      throw new Error("slow down again");
    };
    await beats(2);
    expect(said.mock.calls.slice(1)).toEqual([[expect.stringContaining("(slow down again)")]]);
    s3.before = () => {};
    end();
    await done;
  });

  it.each([
    ["freed it", undefined, "the lock was freed by somebody else"],
    ["took it", SOMEBODY, `${SOMEBODY.who} on laptop took over`],
    ["made it unreadable", {}, /^the lock s3:.* cannot be read: /],
  ])("tells the work that somebody %s", async (_did, body, says) => {
    const done = hold(DEPLOY);
    await beats(0.5);
    s3.write(body);
    await beats(1);
    expect(lost?.reason).toBeInstanceOf(LockLostError);
    expect(lost?.reason.message).toEqual(typeof says === "string" ? says : expect.stringMatching(says));
    end();
    await done;
    expect(held()).toEqual(body);
  });

  it("that is still being written when the work ends is given up, without a word", async () => {
    const said = jest.spyOn(console, "error").mockImplementation();
    const done = hold(DEPLOY);
    let fail = (_error: Error) => {};
    s3.before = () => {
      s3.before = () => {};
      return new Promise((_resolve, reject) => {
        fail = reject;
      });
    };
    await beats(1);
    end();
    await done;
    fail(new Error("aborted"));
    await beats(0.1);
    expect(said.mock.calls).toEqual([]);
    expect(s3.body).toBeUndefined();
  });

  it("that lands while the lock is freed does not keep it", async () => {
    const done = hold(DEPLOY);
    await beats(0.5);
    let once = true;
    s3.before = (command) => {
      if (command !== "DeleteObjectCommand" || !once) return;
      once = false;
      s3.write({ ...DEPLOY, aliveAt: "2026-03-04T05:07:00.000Z" });
    };
    end();
    await done;
    expect(s3.body).toBeUndefined();
  });
});

describe("changing it", () => {
  const host = (to: string) => (current: Lock) => ({ ...current, host: to });

  it("keeps what somebody else changed at the same time", async () => {
    s3.write(ME);
    let once = true;
    s3.before = (command) => {
      if (command !== "PutObjectCommand" || !once) return;
      once = false;
      s3.write({ ...ME, who: "renamed meanwhile" });
    };
    expect(await lock.change("me", host("elsewhere"))).toEqual({
      ...ME,
      who: "renamed meanwhile",
      host: "elsewhere",
    });
    expect(held()).toEqual({ ...ME, who: "renamed meanwhile", host: "elsewhere" });
  });

  it("is tried again where two conditional writes met", async () => {
    s3.write(ME);
    let once = true;
    s3.before = (command) => {
      if (command !== "PutObjectCommand" || !once) return;
      once = false;
      throw Object.assign(new Error("conflict"), { $metadata: { httpStatusCode: 409 } });
    };
    expect(await lock.change("me", host("elsewhere"))).toMatchObject({ host: "elsewhere" });
  });

  it("is refused to who has lost it, by whom", async () => {
    s3.write(SOMEBODY);
    const refused = lock.change("me", host("elsewhere"));
    await expect(refused).rejects.toThrow(LockLostError);
    await expect(refused).rejects.toThrow(
      new Error("arn:aws:sts::123456789012:assumed-role/ops/ada on laptop took over"),
    );
    expect(held()).toEqual(SOMEBODY);
  });

  it("is refused when it was freed, even at the last moment", async () => {
    s3.write(ME);
    s3.before = (command) => {
      if (command === "PutObjectCommand") s3.write(undefined);
    };
    await expect(lock.change("me", host("elsewhere"))).rejects.toThrow(
      new LockLostError("the lock was freed by somebody else"),
    );
    expect(held()).toBeUndefined();
  });
});

describe("freeing it", () => {
  it("leaves nothing", async () => {
    s3.write(ME);
    await lock.free("me");
    expect(held()).toBeUndefined();
  });

  it("does not touch what is somebody else's", async () => {
    s3.write(SOMEBODY);
    await lock.free("me");
    expect(held()).toEqual(SOMEBODY);
  });
});
