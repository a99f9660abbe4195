import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { weightParameterName } from "../../src/naming/weight-parameter";
import type { RehearsedRelease } from "../../src/rehearsal/rehearsed-release";
import { rehearseReleases, releaseUnder, untilIdle } from "../../src/rehearsal/releases";
import { type Ticks, ticking } from "../../src/rehearsal/ticks";
import { BAD } from "../../src/rehearsal/traffic/application";
import { failures } from "../../src/rehearsal/traffic/clients";
import { type Traffic, underTraffic } from "../../src/rehearsal/traffic/under-traffic";
import type { WatchedMinute } from "../../src/rehearsal/traffic/watching";
import type { Workspace } from "../../src/rehearsal/workspace";
import { Account, MINUTES } from "./support";

jest.setTimeout(4 * MINUTES);

/** Real milliseconds of a rehearsed minute, and of one of the release controller. */
const MINUTE = 1000;

/** The alarms' own judgement of releases and changes, while clients ask; nothing sets an alarm by hand. */
describe("under traffic", () => {
  let account: Account;
  let workspace: Workspace;
  let ticks: Ticks | undefined;

  beforeAll(async () => {
    account = await Account.open("traffic", { functionMinute: MINUTE });
    workspace = await account.environment("traffic");
    await workspace.deploy();
    ticks = ticking(account.emulator, "release-controller-traffic", MINUTE);
  }, 5 * MINUTES);

  /** All traffic is on blue, and settled. */
  beforeEach(async () => {
    await untilIdle(account.emulator, "traffic");
    const get = new GetParameterCommand({ Name: weightParameterName("traffic") });
    if ((await new SSMClient(account.emulator.client).send(get)).Parameter?.Value === "0") return;
    await by("release", "set", "--green", "0", "--force", "--yes");
    await untilIdle(account.emulator, "traffic");
  });

  afterAll(async () => {
    await ticks?.stop();
    await account?.close();
  });

  const by = async (...[command, ...args]: ["release", ...string[]]) => {
    expect(await workspace.command(command, args, {}, () => {})).toBe(0);
  };
  const asked = <T>(
    requests: number,
    work: (traffic: Traffic) => Promise<T>,
    minuteSeconds = MINUTE / 1000,
  ) => underTraffic({ suffix: "traffic", emulator: account.emulator, requests, minuteSeconds }, work);
  const released = (requests: number, behavior: Traffic["applications"]["green"]["behavior"]) =>
    asked(requests, (traffic): Promise<RehearsedRelease> => {
      traffic.applications.green.behavior = behavior;
      return releaseUnder(traffic, workspace, "green");
    });

  it("npm start's releases: a good one fails no request, one that hangs is rolled back, all is kept", async () => {
    const printed: string[] = [];
    await rehearseReleases(workspace, account.emulator, {
      phase: (_, work) => work(() => {}),
      signal: new AbortController().signal,
      print: (text) => printed.push(text),
      bad: "hang",
    });
    expect(printed.join("\n")).toMatch(/a good green +0 of \d{4,} .*completed/);
    const { minutes } = JSON.parse(readFileSync(join(dirname(workspace.logFile), "metrics.json"), "utf8"));
    const states = minutes.map(({ alarms }: WatchedMinute) => alarms["alarm-blue-failed-requests-traffic"]);
    expect(states).toContain("ALARM");
    expect(Object.keys(minutes.at(-1).metrics).join()).toContain("AWS/ApplicationELB RequestCount");
  });

  it.each(BAD.filter((it) => it !== "hang"))(
    "a version that is bad (%s) is rolled back by an alarm of its own",
    async (bad) => {
      const { exitCode, alarms, counts } = await released(240, bad);
      expect(exitCode).toBe(3);
      expect(alarms).toContain(
        bad === "slow" ? "alarm-green-p99-latency-traffic" : "alarm-green-failed-requests-traffic",
      );
      expect(failures(counts) > 0).toBe(bad !== "slow");
    },
  );

  it.each([60, 120, 240])(
    "at %d requests a minute, one that hangs is rolled back: by the minute, or over five",
    async (requests) => {
      const { exitCode, alarms } = await released(requests, "hang");
      expect(exitCode).toBe(3);
      expect(alarms.join()).toContain("failed-requests-traffic");
    },
  );

  it("one that gets sick is rolled back, because target health follows the servers", async () => {
    const { exitCode, said } = await asked(240, (traffic) =>
      releaseUnder(traffic, workspace, "green", undefined, (line) => {
        if (/ step 1 of \d .*: baking/.test(line)) traffic.applications.green.behavior = "sick";
      }),
    );
    expect(exitCode).toBe(3);
    expect(said).toMatch(/^rolled back: .*: green has no healthy target$/);
  });

  it("a change of a setting fails no request", async () => {
    const file = join(dirname(workspace.logFile), "environments", "traffic.json");
    const settings = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...settings, application: { idleTimeoutSeconds: 75 } }));
    const change = await asked(120, ({ during }) => during(() => workspace.deploy()), 4);
    expect(change.failed).toEqual({});
    expect(change.asked).toBeGreaterThan(120);
    expect(change.worstGapSeconds).toBeLessThan(60);
  });
});
