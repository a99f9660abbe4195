import { verdictOnBad, verdictOnGood } from "../../src/rehearsal/release-verdict";
import { EXIT } from "../../src/release/client/exit";

const seen = (exitCode: number, lateSeconds: number, failed: Record<string, number> = {}) => ({
  exitCode,
  lateSeconds,
  counts: { asked: 1000, failed, worstGapSeconds: 1 },
});
const [FREE, BUSY] = [12, 45];
const OUT_OF_TIME = { "504": 3, "timed out": 1 };

describe("a good release", () => {
  it.each([
    ["it took all traffic and failed no request", seen(EXIT.done, FREE), "proved"],
    ["it did so although the machine was busy", seen(EXIT.done, BUSY), "proved"],
    ["it failed requests on a free machine", seen(EXIT.done, FREE, OUT_OF_TIME), "wrong"],
    ["it was rolled back on a free machine", seen(EXIT.rolledBack, FREE, OUT_OF_TIME), "wrong"],
    ["requests ran out of time on a busy one", seen(EXIT.done, BUSY, OUT_OF_TIME), "unproved"],
    ["that made it go back", seen(EXIT.rolledBack, BUSY, OUT_OF_TIME), "again"],
    ["it went back because targets or metrics came late", seen(EXIT.rolledBack, BUSY), "again"],
    ["that stopped it on the way", seen(EXIT.paused, BUSY, OUT_OF_TIME), "too busy"],
    ["requests failed that did not run out of time", seen(EXIT.done, BUSY, { "503": 1 }), "wrong"],
    ["so did some beside others", seen(EXIT.rolledBack, BUSY, { ...OUT_OF_TIME, ECONNRESET: 1 }), "wrong"],
  ])("%s", (_, came, verdict) => expect(verdictOnGood(came)).toBe(verdict));
});

describe("a bad release", () => {
  it.each([
    ["its alarm sent it back", seen(EXIT.rolledBack, FREE, { "500": 9 }), true, "proved"],
    ["its alarm sent it back on a busy machine", seen(EXIT.rolledBack, BUSY, { "500": 9 }), true, "proved"],
    ["another alarm did", seen(EXIT.rolledBack, FREE, { "500": 9 }), false, "wrong"],
    ["it took all traffic", seen(EXIT.done, FREE, { "500": 9 }), false, "wrong"],
    ["another alarm did on a busy machine", seen(EXIT.rolledBack, BUSY, { "500": 9 }), false, "again"],
    ["it took all traffic on a busy machine", seen(EXIT.done, BUSY, { "500": 9 }), false, "too busy"],
  ])("%s", (_, came, byItsAlarm, verdict) => expect(verdictOnBad(came, byItsAlarm)).toBe(verdict));
});
