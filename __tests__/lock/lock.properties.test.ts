import fc from "fast-check";
import { EnvironmentLock, LockHeldError, LockLostError, newLock } from "../../src/lock/lock";
import { STALE_SECONDS } from "../../src/lock/signs-of-life";
import type { Lock } from "../../src/lock/stored-lock";
import { freeDead as free } from "../../src/release/client/unlock";
import { RefusedError } from "../../src/terminal/refused";
import { MadeUpS3 } from "../release/made-up-s3";
import { garbled, PLAIN, RUNS } from "../support/garbled";

const AT = "2026-03-04T05:06:07.000Z";
const REAL: Lock = {
  id: "ada",
  operation: "deploy",
  who: "arn:aws:iam::123456789012:user/ada",
  host: "laptop",
  since: AT,
  aliveAt: AT,
};
const ME = newLock("deploy", "arn:me");
const freeDead = (lock: EnvironmentLock, options: { readonly yes: boolean }) =>
  free(lock, options, async () => "");

beforeEach(() => void jest.spyOn(console, "error").mockImplementation());
afterEach(() => jest.restoreAllMocks());

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: Error) => error,
  );

it("whatever is in the place of the lock is held by somebody, is named with the way out, and can be freed", async () => {
  let unreadable = 0;
  await fc.assert(
    fc.asyncProperty(garbled(REAL), async (bytes) => {
      const s3 = new MadeUpS3();
      const written = Date.parse(AT);
      s3.now = () => written;
      s3.put(bytes);
      const lock = new EnvironmentLock(s3.client, "bucket", "x1");

      const refused = await failureOf(lock.acquire(ME));
      expect(refused).toBeInstanceOf(LockHeldError);
      expect(refused?.message).toMatch(PLAIN);
      expect(refused?.message).toContain('"npm run release -- unlock');
      expect(await lock.free(ME.id)).toBe(false);
      expect(await failureOf(lock.change(ME.id, (it) => it))).toBeInstanceOf(LockLostError);
      expect(await failureOf(freeDead(lock, { yes: true }))).toBeInstanceOf(RefusedError);
      expect(s3.bytes).toBe(bytes);

      if ((await lock.read())?.lock === undefined) {
        unreadable += 1;
        expect(refused?.message).toContain(
          `s3://bucket/x1/release.lock (${bytes.length} bytes, last written `,
        );
      }
      s3.now = () => written + STALE_SECONDS * 1000;
      await freeDead(lock, { yes: true });
      expect(s3.bytes).toBeUndefined();
    }),
    RUNS,
  );
  expect(unreadable).toBeGreaterThan(RUNS.numRuns / 2);
});
