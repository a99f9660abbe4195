import { EnvironmentLock, type Lock, LockHeldError, LockLostError, newLock } from "../../src/release/lock";
import { MadeUpS3 } from "./made-up-s3";

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

afterEach(() => jest.useRealTimers());

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
    expect(await lock.read()).toEqual({ lock: ME, etag: '"1"', ageSeconds: 12 });
  });

  it("is refused while somebody has it, with who, where, since when, and the way out", async () => {
    s3.write(SOMEBODY);
    const refused = lock.acquire(ME);
    await expect(refused).rejects.toThrow(LockHeldError);
    await expect(refused).rejects.toThrow(
      new Error(
        "a deploy is under way: arn:aws:sts::123456789012:assumed-role/ops/ada on laptop since 2026-03-04T05:00:00.000Z, " +
          'last heard of 12 s ago; wait for its end, see "npm run release -- status", or after a crash free it with "npm run release -- unlock"',
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
      "the lock could not be freed (ExpiredToken): later, npm run release -- unlock",
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

  it("takes a holder whose clock is ahead for one that was just heard of", async () => {
    s3.write({ ...SOMEBODY, aliveAt: "2026-03-04T05:09:00.000Z" });
    expect((await lock.read())?.ageSeconds).toBe(0);
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
