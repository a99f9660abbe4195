import { bearsWords } from "../../../src/release/client/bears";
import type { Seen } from "../../../src/release/client/seen";
import { documentOf } from "./made-up";
import { stuckSeen } from "./made-up-screens";

const STUCK = documentOf({ phase: "stuck", want: 0 });
const words = (look: Partial<Seen["look"]> = {}, changes: Partial<Seen> = {}) =>
  bearsWords(STUCK, { ...stuckSeen, ...changes, look: { ...stuckSeen.look, ...look } });
const { runs } = stuckSeen.look;

describe("whether the other color bears all traffic", () => {
  it("is told by its targets, the tasks of the color before, and the requests of each", () =>
    expect(words()).toEqual([
      "can green handle all traffic? NOT KNOWN for sure, but 75 % of the requests fail now: green has 3 healthy targets; the desired count of blue is 3 for 75 % of the traffic; each target of green gets 63 requests a minute now, and would get 253 requests a minute; if you send all traffic to green, watch failed requests and p99",
    ]));

  it("is not told by tasks of a color that was scaled to zero, or that cannot be seen", () => {
    if (runs === undefined) throw new Error("the made-up screen has what runs");
    expect(words({ runs: { ...runs, blue: { ...runs.blue, desired: 0 } } })[0]).toMatch(
      /; the desired count of blue is 0, so it is not known how many tasks it had before;/,
    );
    const { runs: _, ...unseen } = stuckSeen.look;
    expect(bearsWords(STUCK, { ...stuckSeen, look: unseen })[0]).toMatch(
      /; the desired count of blue cannot be seen;/,
    );
  });

  it("is not told by requests that cannot be seen", () => {
    const { numbers: _, ...unseen } = stuckSeen;
    expect(bearsWords(STUCK, unseen)[0]).toMatch(
      /; the number of requests for each target of green cannot be seen$/,
    );
  });

  it("is not told by requests that fail where the targets of the color cannot be seen", () => {
    const { green } = stuckSeen.look.targets;
    expect(words({ targets: { ...(green && { green }) } })[0]).toContain("75 % of the requests may fail now");
  });

  it("is no question where it has no healthy target, or where the release is not stuck", () => {
    const { targets } = stuckSeen.look;
    expect(words({ targets: { ...targets, green: { registered: 3, healthy: 0 } } })).toEqual([]);
    expect(bearsWords(documentOf(), stuckSeen)).toEqual([]);
  });
});
