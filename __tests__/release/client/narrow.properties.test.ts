import fc from "fast-check";
import { historyText } from "../../../src/release/client/history";
import { sharesText } from "../../../src/release/client/history-at";
import type { Seen } from "../../../src/release/client/seen";
import { statusText } from "../../../src/release/client/status";
import { PHASES } from "../../../src/release/controller/document";
import { PAUSES } from "../../../src/release/controller/events";
import type { WideLook } from "../../../src/release/controller/look";
import { BY, documentOf, lookOf, NOW, RELEASE } from "./made-up";
import { badSeen, goodSeen, inconclusiveSeen, stuckSeen } from "./made-up-screens";

const IMAGE = `111122223333.dkr.ecr.us-east-1.amazonaws.com/app@sha256:${"b".repeat(64)}`;
const SCREENS = [goodSeen, badSeen, inconclusiveSeen, stuckSeen];
const FAILED = "ECS rolled its deployment back: the circuit breaker threshold was exceeded";
const DENIED = `alarms (AccessDenied: User: ${BY} is not authorized to perform: cloudwatch:DescribeAlarms)`;

/** The screens of releases in any phase, with any further lines that may be printed below them. */
const screens: fc.Arbitrary<Seen> = fc
  .record({
    seen: fc.constantFrom(...SCREENS),
    phase: fc.constantFrom(undefined, ...PHASES),
    pause: fc.constantFrom(undefined, ...PAUSES),
    step: fc.constantFrom(0, 1, 2),
    want: fc.constantFrom(0, 25, 100),
    details: fc.constantFrom({}, { warned: true } as const, { ended: "completed" } as const),
    isKnown: fc.constantFrom("document", "none", "problem"),
    stale: fc.constantFrom(undefined, DENIED),
    look: fc.constantFrom<Partial<WideLook>>(
      {},
      { live: "no weights", recorded: 50, unknown: [DENIED] },
      { live: 5, recorded: "no weight", unknown: [] },
      {
        lock: { id: "1", operation: "deploy", who: `${BY} on a-machine-with-a-name.example.com`, since: NOW },
      },
      { alarms: { "alarm-release-controller-errors-x1": "ALARM" } },
      { alarms: { "alarm-release-controller-errors-x1": "OK" } },
      { now: NOW + 60 * 60_000 },
    ),
    isFailed: fc.boolean(),
  })
  .map(({ seen, phase, pause, step, want, details, isKnown, stale, look, isFailed }) => {
    const { document = documentOf(), ...rest } = seen;
    const known = document === "none" ? documentOf() : document;
    const release = { ...(known.release ?? RELEASE), step, ...(pause && { paused: pause }) };
    const changed = phase === undefined ? known : { ...known, ...details, phase, want, release };
    const all: WideLook = { ...lookOf(), ...seen.look, ...look };
    const blue = all.runs?.blue;
    const runs = blue && { ...all.runs, blue: { ...blue, problems: [FAILED], earlier: FAILED } };
    const shown: WideLook = { ...all, ...(isFailed && runs && { runs: runs as WideLook["runs"] & object }) };
    const stored =
      isKnown === "document"
        ? { document: changed }
        : isKnown === "none"
          ? { document: "none" as const }
          : { problem: DENIED };
    return { ...rest, ...stored, look: shown, ...(stale !== undefined && { stale }) };
  });

const suffixes = fc.constantFrom("x1", "a-long-suffix");
const widths = fc.integer({ min: 59, max: 130 });

/** Lines that are too long. Lines with a single word are allowed, because a word that somebody copies must not be broken. */
const tooLong = (text: string, columns: number) =>
  text.split("\n").filter((line) => [...line].length > columns && /\S\s+\S/.test(line));

describe("in a terminal of few columns (59: a redrawn screen leaves one of 60 free) no line is longer than them", () => {
  it("of status", () =>
    fc.assert(
      fc.property(suffixes, screens, widths, (suffix, seen, columns) => {
        expect(tooLong(statusText(suffix, seen, columns), columns)).toEqual([]);
      }),
      { numRuns: 2000 },
    ));

  const line = {
    id: "7-0",
    at: "2026-03-04T05:06:07.000Z",
    action: "going back",
    release: "0f9c1a2b-7d1e-4a55-9c2f-1b2c3d4e5f60",
    by: BY,
    requestId: "0f9c1a2b-7d1e-4a55-9c2f-1b2c3d4e5f60",
    from: { blue: 75, green: 25 },
    to: { blue: 95, green: 5 },
    reason: "in ALARM: alarm-green-failed-requests-x1, alarm-green-quiet-failed-requests-x1",
    images: { blue: IMAGE, green: IMAGE },
    alarms: { "alarm-green-p99-latency-x1": "INSUFFICIENT_DATA" },
  } as const;
  const { by: _, from: __, to: ___, images: ____, ...bare } = line;

  it.each([60, 100, 119, 120, 200])("of history: %i", (columns) => {
    const text = historyText([line, bare], columns);
    expect(tooLong(text, columns)).toEqual([]);
    expect(text).toContain("0f9c1a2b");
  });

  it.each([60, 100])("of history --at, whose images stay in one piece: %i", (columns) => {
    const found = { ...line, since: line.at, shares: line.to };
    const text = sharesText("x1", found, columns);
    expect(tooLong(text, columns)).toEqual([]);
    expect(text.split(IMAGE)).toHaveLength(3);
  });
});
