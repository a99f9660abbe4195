import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { newDocument, type ReleaseDocument } from "../../src/release/controller/document";
import { controllerOf, lastRelease } from "../../src/status/release-health";
import { documentOf, NOW, RELEASE } from "../release/client/made-up";
import { EPHEMERAL } from "../support/environments";
import { configOf } from "../support/synthesize";

const CONFIG = configOf(EPHEMERAL, "x1");
const AT = new Date(NOW - 60_000).toISOString();
const line = (action: string, more: object = {}) => ({ id: "1-0", at: AT, action, ...more });
const OF_A_RELEASE = { release: "release-0", candidate: "green" };

/** Clients of an environment whose history has these lines. */
const aws = (lines: readonly object[]) => ({
  logs: Object.assign(Object.create(CloudWatchLogsClient.prototype), {
    send: async () => ({ events: lines.map((it) => ({ message: JSON.stringify(it) })) }),
    config: {},
    middlewareStack: {},
  }) as CloudWatchLogsClient,
});

/** The document after a command such as \`set\`, which removes the release. */
const WITHOUT = newDocument("listener", { rev: 9, want: 0, phase: "idle", now: NOW, reason: "repaired" });

describe("the last release", () => {
  it("is the one of the document", async () =>
    expect(await lastRelease(aws([]), CONFIG, documentOf())).toEqual({
      id: RELEASE.id,
      candidate: "green",
      is: "baking",
      since: new Date(documentOf().movedAt).toISOString(),
    }));

  it.each<[string, ReleaseDocument | "none"]>([
    ["has none", WITHOUT],
    ["does not exist", "none"],
  ])("is read from the history where the document %s", async (_what, document) => {
    const lines = [
      line("started", OF_A_RELEASE),
      line("completed", { ...OF_A_RELEASE, id: "2-0" }),
      line("set", { id: "3-0" }),
    ];
    expect(await lastRelease(aws(lines), CONFIG, document)).toEqual({
      id: "release-0",
      candidate: "green",
      is: "completed",
      since: AT,
    });
  });

  it("that a command has ended is not said to be as it was", async () =>
    expect(
      await lastRelease(
        aws([line("stuck", OF_A_RELEASE), line("going back", { id: "2-0" })]),
        CONFIG,
        WITHOUT,
      ),
    ).toMatchObject({ is: 'no longer under way, last known state "stuck"' }));

  it("is none where the history has none either", async () =>
    expect(await lastRelease(aws([line("set")]), CONFIG, WITHOUT)).toBe("none"));
});

describe("the controller", () => {
  const targets = { blue: { registered: 0, healthy: 0 } };
  const of = (changes: Partial<ReleaseDocument>) =>
    controllerOf(documentOf({ want: 0, ...changes }), targets);

  it.each<[string, Partial<ReleaseDocument>, string]>([
    [
      "stuck",
      { phase: "stuck", reason: "in ALARM: a" },
      "STUCK: since 2026-03-04 05:04:07 UTC all traffic has to go to blue (in ALARM: a), which cannot answer (targets: blue 0 healthy of 0, green ? healthy of ?)",
    ],
    [
      "not rolled back",
      { phase: "back", warned: true, reason: "r" },
      "NOT ROLLED BACK: after more than a minute, not all traffic is on blue (r); the controller tries again every minute",
    ],
    [
      "going back",
      { phase: "back", reason: "r" },
      "going back to blue: r; the controller tries every minute",
    ],
    ["foreign", { phase: "foreign", reason: "r" }, "FOREIGN: r"],
    ["held", { phase: "held", reason: "r" }, "HELD: the listener was moved without the controller (r)"],
  ])("says what is wrong where it is %s", (_what, changes, problem) =>
    expect(of(changes)).toMatchObject({ problem }),
  );

  it("has no problem otherwise", () => {
    for (const phase of ["idle", "shifting", "baking", "paused", "settling"] as const) {
      expect(of({ phase })).toEqual({ phase, want: 0 });
    }
    expect(controllerOf("none", targets)).toBe("none");
  });
});
