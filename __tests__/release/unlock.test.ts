import { EnvironmentLock, newLock } from "../../src/lock/lock";
import { STALE_SECONDS } from "../../src/lock/signs-of-life";
import { freeDead } from "../../src/release/unlock";
import { MadeUpS3 } from "./made-up-s3";

const HOLDER = { ...newLock("deploy", "arn:ada"), host: "laptop", since: "2026-03-04T05:00:00.000Z" };
const YES = { yes: true };

let s3: MadeUpS3;
let lock: EnvironmentLock;
let age = 0; // seconds

beforeEach(() => {
  s3 = new MadeUpS3();
  const written = Date.parse("2026-03-04T05:06:07.000Z");
  age = 0;
  s3.now = () => written + age * 1000;
  lock = new EnvironmentLock(s3.client, "bucket", "x1");
  jest.spyOn(console, "error").mockImplementation();
});

afterEach(() => jest.restoreAllMocks());

it("finds nothing to free", async () => {
  expect(await freeDead(lock, YES)).toBeUndefined();
});

it("frees the lock of a holder that was not heard of for long enough, when it is told to", async () => {
  s3.write(HOLDER);
  age = STALE_SECONDS;
  await expect(freeDead(lock, { yes: false })).rejects.toThrow(/^not asked to free the lock: /);
  expect(s3.body).toBeDefined();
  expect((await freeDead(lock, YES))?.lock).toEqual(HOLDER);
  expect(s3.body).toBeUndefined();
});

it("frees no living one, and says what to do", async () => {
  s3.write(HOLDER);
  age = STALE_SECONDS - 1;
  await expect(freeDead(lock, YES)).rejects.toThrow(
    new Error(
      "a deploy is alive: arn:ada on laptop since 2026-03-04T05:00:00.000Z, last heard of 39 s ago; wait for its end, or end it there with Ctrl-C; if it was just killed, try again in 1 s",
    ),
  );
  expect(s3.body).toBeDefined();
});

it("frees an unreadable one, unless it was just written", async () => {
  s3.put(Buffer.from("\u0000\u0001"));
  age = 4;
  await expect(freeDead(lock, YES)).rejects.toThrow(
    new Error(
      "the lock s3://bucket/x1/release.lock (2 bytes, last written 2026-03-04T05:06:07.000Z) cannot be read: it is not JSON; it was written 4 s ago, so its holder may be alive: find out who it is, and try again in 36 s",
    ),
  );
  age = STALE_SECONDS;
  expect(await freeDead(lock, YES)).toMatchObject({ lock: undefined });
  expect(s3.body).toBeUndefined();
});

it.each(["GetObjectCommand", "DeleteObjectCommand"])(
  "leaves one that is written right before %s",
  async (moment) => {
    s3.write(HOLDER);
    age = STALE_SECONDS;
    let looks = 0;
    s3.before = (command) => {
      if (command === "GetObjectCommand") looks += 1;
      if (command === moment && (looks === 2 || moment !== "GetObjectCommand")) s3.write(HOLDER);
    };
    await expect(freeDead(lock, YES)).rejects.toThrow(/^the lock was written or freed meanwhile, /);
    expect(s3.body).toBeDefined();
  },
);
