import { EnvironmentLock, newLock } from "../../../src/lock/lock";
import { STALE_SECONDS } from "../../../src/lock/signs-of-life";
import { aboutRelease, freeDead as free } from "../../../src/release/client/unlock";
import { MadeUpS3 } from "../made-up-s3";
import { documentOf, RELEASE } from "./made-up";

const HOLDER = { ...newLock("deploy", "arn:ada"), host: "laptop", since: "2026-03-04T05:00:00.000Z" };
const YES = { yes: true };

const freeDead = (lock: EnvironmentLock, options: { readonly yes: boolean }) =>
  free(lock, options, async () => "about the release");

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
  await expect(freeDead(lock, { yes: false })).rejects.toThrow(/^did not free the lock: /);
  expect(s3.body).toBeDefined();
  expect((await freeDead(lock, YES))?.lock).toEqual(HOLDER);
  expect(s3.body).toBeUndefined();
});

it("frees no living one, and says what to do", async () => {
  s3.write(HOLDER);
  age = STALE_SECONDS - 1;
  await expect(freeDead(lock, YES)).rejects.toThrow(
    new Error(
      "a deploy is alive: arn:ada on laptop since 2026-03-04T05:00:00.000Z, last heard of 39 s ago; wait until it ends, or press Ctrl-C on laptop; if it was just killed, try again in 1 s",
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
    await expect(freeDead(lock, YES)).rejects.toThrow(
      /^somebody wrote or freed the lock while this command ran, /,
    );
    expect(s3.body).toBeDefined();
  },
);

describe("a release's lock", () => {
  const OF_RELEASE = { ...HOLDER, id: RELEASE.id, operation: "release" as const };
  const found = { lock: OF_RELEASE, etag: "", ageSeconds: 3 };

  it("is freed whatever its age, after what the release document says of it, and not without a yes", async () => {
    s3.write(OF_RELEASE);
    await expect(freeDead(lock, { yes: false })).rejects.toThrow(/^did not free the lock: /);
    expect(console.error).toHaveBeenLastCalledWith("warning: about the release");
    expect((await freeDead(lock, YES))?.lock).toEqual(OF_RELEASE);
    expect(s3.body).toBeUndefined();
  });

  it.each([
    [
      "one under way",
      { document: documentOf() },
      "that release of green IS under way (baking), and continues without the lock, so a deploy can take the lock and run at the same time; to end the release: npm run release -- rollback --suffix x1",
    ],
    [
      "another one",
      { document: documentOf({ release: { ...RELEASE, id: "another" } }) },
      "that release is not under way any more: the controller frees such a lock by itself within two minutes",
    ],
    [
      "none",
      { document: "none" as const },
      "that release is not under way any more: the controller frees such a lock by itself within two minutes",
    ],
    ["nothing", { problem: "S3 is down" }, "it is not known whether that release is under way: S3 is down"],
  ])("is warned of by the document: %s", (_, stored, words) => {
    expect(aboutRelease("x1", found, stored)).toBe(words);
  });
});
