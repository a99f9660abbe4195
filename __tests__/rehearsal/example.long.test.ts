import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Color } from "../../src/naming/color";
import { weightParameterName } from "../../src/naming/weight-parameter";
import { releaseUnder, untilIdle } from "../../src/rehearsal/releases";
import { type Ticks, ticking } from "../../src/rehearsal/ticks";
import { type Traffic, underTraffic } from "../../src/rehearsal/traffic/under-traffic";
import type { Workspace } from "../../src/rehearsal/workspace";
import { Cluster } from "../examples/cluster";
import { Example } from "../examples/example";
import { Transfers } from "../examples/transfers";
import { type Change, withVersion } from "../examples/version";
import { noRealPostgres } from "../support/real-postgres";
import { Account, MINUTES } from "./support";

jest.setTimeout(8 * MINUTES);

/**
 * Real milliseconds of a rehearsed minute, and of one of the release controller: six times those of `traffic.long`, because the example
 * works in real seconds, and what is counted has to reach CloudWatch before the minute is over.
 */
const MINUTE = 6000;

/** A rehearsed minute. That is 15 a second: on two cores, beside other work, 40 were more than example, database and harness bear. */
const REQUESTS = 90;

/** What differs from the defaults. Of so few requests, a quarter are enough to be judged by the minute; a busy machine alone takes a second. */
const SETTINGS = {
  release: { steps: [25, 50, 100].map((weight) => ({ weight, bakeMinutes: 10 })) },
  monitoring: { maxLatencySeconds: 2 },
};

const CONSISTENT = { lost: [], madeAlthoughRefused: [], movedTooMuch: 0 };

const why = noRealPostgres();
if (why !== undefined) console.warn(`the example was not released: ${why}`);

/** The example application is both colors' process, each transfer goes to a real PostgreSQL, and nothing sets an alarm by hand. */
(why === undefined ? describe : describe.skip)("the example application, released", () => {
  let account: Account;
  let workspace: Workspace;
  let ticks: Ticks | undefined;
  let cluster: Cluster;
  let transfers: Transfers;
  const running: Partial<Record<Color, Example>> = {};
  const ports = { blue: 0, green: 0 };

  beforeAll(async () => {
    cluster = await Cluster.open();
    transfers = await Transfers.open(cluster);
    await Promise.all([deploy("blue"), deploy("green")]);
    account = await Account.open("example", { functionMinute: MINUTE });
    workspace = await account.environment("example");
    const file = join(dirname(workspace.logFile), "environments", "example.json");
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ...SETTINGS }));
    await workspace.deploy();
    ticks = ticking(account.emulator, "release-controller-example", MINUTE);
  }, 5 * MINUTES);

  /** All traffic is on blue, and settled. */
  beforeEach(async () => {
    await untilIdle(account.emulator, "example");
    const get = new GetParameterCommand({ Name: weightParameterName("example") });
    if ((await new SSMClient(account.emulator.client).send(get)).Parameter?.Value === "0") return;
    const args = ["set", "--green", "0", "--force", "--yes"];
    expect(await workspace.command("release", args, {}, () => {})).toBe(0);
    await untilIdle(account.emulator, "example");
  });

  afterAll(async () => {
    await ticks?.stop();
    await account?.close();
    await Promise.all(Object.values(running).map((it) => it.kill()));
    await cluster?.close();
  });

  /** Starts a version in place of what a color runs, as ECS does: the old one gets SIGTERM when the new one is ready. */
  async function deploy(color: Color, folder?: string): Promise<void> {
    const before = running[color];
    const example = await Example.ready({ color, cluster, ...(folder && { folder }) });
    running[color] = example;
    ports[color] = example.port;
    if (before !== undefined) expect(await before.stop()).toBe(0);
  }

  const asked = <T>(work: (traffic: Traffic) => Promise<T>) =>
    underTraffic(
      {
        suffix: "example",
        emulator: account.emulator,
        ports,
        next: transfers.next,
        requests: REQUESTS,
        minuteSeconds: MINUTE / 1000,
      },
      work,
    );
  const released = () => asked((traffic) => releaseUnder(traffic, workspace, "green"));

  /** Releases a version with one change, which has to be rolled back. */
  const releasedWith = (change: Change, check: (came: Awaited<ReturnType<typeof released>>) => void) =>
    withVersion(dirname(workspace.logFile), change, async (folder) => {
      await deploy("green", folder);
      const came = await released();
      expect([came.exitCode, came.said]).toEqual([3, expect.stringMatching(/^rolled back/)]);
      check(came);
      expect(await transfers.reconcile()).toMatchObject(CONSISTENT);
    });

  it("a good version fails no request, nor does a change of both colors' processes; each transfer is made once", async () => {
    const { changed, came } = await asked(async (traffic) => ({
      changed: await traffic.during(() => Promise.all([deploy("blue"), deploy("green")])),
      came: await releaseUnder(traffic, workspace, "green"),
    }));
    expect([changed.failed, came.exitCode, came.counts.failed]).toEqual([{}, 0, {}]);
    expect(came.said).toMatch(/^completed/);
    expect(came.counts.asked).toBeGreaterThan(1500);
    expect(running.green?.log).toContain('"route":"POST /transfers","status":201');
    const { acknowledged, ...ledger } = await transfers.reconcile();
    expect(ledger).toEqual(CONSISTENT);
    expect(acknowledged).toBeGreaterThan(1000);
  });

  it("one whose SQL is wrong is rolled back by its alarm, and moved nothing; its health check says nothing", () =>
    releasedWith(
      { file: "ledger.js", from: "SET balance = balance", to: "SET balances = balance" },
      ({ alarms, counts }) => {
        expect(alarms).toContain("alarm-green-failed-requests-example");
        expect(Object.keys(counts.failed)).toEqual(["503"]);
        expect(running.green?.log).toContain('"error":"42703"'); // undefined column
      },
    ));

  it("one that takes four seconds for a transfer is rolled back by the alarm on latency", () =>
    releasedWith(
      {
        file: "server.js",
        from: "const asked = await readTransfer(request);",
        to: "const asked = await readTransfer(request); await new Promise((done) => setTimeout(done, 4000));",
      },
      ({ alarms, counts }) => {
        expect(alarms).toContain("alarm-green-p99-latency-example");
        expect(counts.failed).toEqual({});
      },
    ));

  it("one that loses its database is rolled back by its alarm", async () => {
    await deploy("green");
    const other = await Cluster.open();
    const lost = await Example.ready({ color: "green", cluster: other });
    ports.green = lost.port;
    try {
      await other.close();
      const { exitCode, alarms } = await released();
      expect([exitCode, alarms.join()]).toEqual([3, expect.stringContaining("failed-requests")]);
      expect(await transfers.reconcile()).toMatchObject(CONSISTENT);
    } finally {
      ports.green = running.green?.port ?? 0;
      await lost.kill();
    }
  });

  it("one that never reaches its database is not healthy, and its release is refused", async () => {
    const never = await Example.start({ color: "green", cluster, environment: { DATABASE_PORT: "1" } });
    ports.green = never.port;
    try {
      const lines: string[] = [];
      const { exitCode, counts } = await asked(async (traffic) => {
        await sleep(traffic.clock.milliseconds(150)); // two checks have failed
        return releaseUnder(traffic, workspace, "green", undefined, (line) => lines.push(line));
      });
      expect([exitCode, lines.join("\n")]).toEqual([2, expect.stringContaining("0 healthy of 2 targets")]);
      expect(counts.failed).toEqual({});
    } finally {
      ports.green = running.green?.port ?? 0;
      await never.kill();
    }
  });
});
