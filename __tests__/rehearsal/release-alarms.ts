import { DeleteAlarmsCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import type { Stage } from "./release-stage";
import { MINUTES } from "./support";

const START = ["start", "--to", "green", "--yes"];
const ALARM = "alarm-green-failed-requests-rel";

/** Releases that something stops. */
export function releaseAlarms(stage: () => Stage): void {
  it(
    "an alarm at step 2 sends all traffic back, tells people, and leaves no change to plan",
    async () => {
      const release = stage().start(...START, "--steps", "40,60,100");
      await stage().isAt(60);
      await stage().setAlarm(ALARM, "ALARM");
      const { code, output } = await release.ended;
      expect([code, output]).toEqual([
        3,
        expect.stringContaining(`\nrolled back: blue 100 %, green 0 %: in ALARM: ${ALARM}\n`),
      ]);
      await stage().isAt(0);
      await stage().setAlarm(ALARM, "OK");
      await stage().until("a free lock", async () => (await stage().aws.lock()) === undefined);
      expect(await stage().workspace.isSettled()).toBe(true);
      await stage().until("told", () =>
        stage().functions.subjects.includes("rel: release of green: rolled back"),
      );
      const history = await stage().release("history", "--json", "--limit", "2");
      expect(JSON.parse(history.output)).toMatchObject([
        {
          action: "going back",
          from: { blue: 40, green: 60 },
          to: { blue: 100, green: 0 },
          reason: `in ALARM: ${ALARM}`,
          alarms: { [ALARM]: "ALARM" },
        },
        { action: "rolled back", to: { blue: 100, green: 0 } },
      ]);
    },
    2 * MINUTES,
  );

  it("so does an alarm that is OK again before the controller looks", async () => {
    await stage().begin();
    await stage().isAt(40);
    await stage().setAlarm(ALARM, "ALARM");
    await stage().setAlarm(ALARM, "OK");
    const { reason } = await stage().until("going back", ({ want }) => want === 0);
    expect(reason).toBe(`in ALARM: ${ALARM}`);
    await stage().isAt(0);
  });

  it("so does an alarm of the business, named by --alarm; while it is in ALARM nothing begins", async () => {
    const AlarmName = "duplicate-transactions/rel";
    await stage().aws.cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName,
        Namespace: "Ledger",
        MetricName: "DuplicateTransactions",
        Statistic: "Sum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 0,
        ComparisonOperator: "GreaterThanThreshold",
      }),
    );
    const release = stage().start(...START, "--alarm", AlarmName);
    await stage().isAt(40);
    await stage().setAlarm(AlarmName, "ALARM");
    const { code, output } = await release.ended;
    expect([code, output]).toEqual([3, expect.stringContaining(`in ALARM: ${AlarmName}\n`)]);
    await stage().reaches("idle");
    const again = await stage().release(...START, "--alarm", AlarmName);
    await stage().aws.cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] }));
    expect(again.code).toBe(2);
    expect(again.output).toMatch(
      new RegExp(`\\n {2}NO +no release alarm is in ALARM +.*in ALARM: ${AlarmName}`),
    );
    expect(await stage().aws.green()).toEqual({ live: 0, recorded: 0 });
  });

  it("a release alarm that does not exist is refused", async () => {
    const { code, output } = await stage().release(...START, "--alarm", "alarm-nothing-rel");
    expect(code).toBe(2);
    expect(output).toMatch(/\n {2}NO +no release alarm is in ALARM +.*; cannot be seen: alarm-nothing-rel\n/);
    expect(await stage().aws.green()).toEqual({ live: 20, recorded: 20 });
  });

  it("a candidate that loses its targets gets no traffic", async () => {
    const release = stage().start(...START);
    await stage().isAt(40);
    await stage().aws.takeTargets("green");
    const { code, output } = await release.ended;
    expect([code, output]).toEqual([3, expect.stringContaining(": green has no healthy target\n")]);
    await stage().isAt(0);
  });

  it("another's move ends it: FOREIGN, refused until a repair, which adopts the weights", async () => {
    const release = stage().start(...START);
    await stage().isAt(40);
    await stage().aws.moveByHand(33);
    const { code, output } = await release.ended;
    expect([code, output]).toEqual([4, expect.stringMatching(/\nFOREIGN: the listener has green 33 %, /)]);
    await stage().until("a free lock", async () => (await stage().aws.lock()) === undefined);
    expect(await stage().aws.green()).toEqual({ live: 33, recorded: 40 });
    const again = await stage().release(...START);
    expect(again.code).toBe(2);
    expect(again.output).toMatch(
      /\n {2}NO +no release is under way +.*repair lets the controller go on from the live weights/,
    );
    const repaired = await stage().release("repair", "--yes", "--reason", "a drill");
    expect([repaired.code, repaired.output]).toEqual([
      0,
      "the controller goes on from blue 67 %, green 33 %\n",
    ]);
    await stage().isAt(33);
    const nothing = await stage().release("repair", "--yes");
    expect([nothing.code, nothing.output]).toEqual([2, "nothing to repair: blue 67 %, green 33 %\n"]);
    await stage().until("told", ({ outbox }) => outbox.length === 0);
    const history = await stage().release("history", "--json", "--limit", "2");
    expect(JSON.parse(history.output)).toMatchObject([
      { action: "foreign", reason: expect.stringContaining("green 33 %") },
      { action: "repaired", to: { blue: 67, green: 33 }, reason: "a drill" },
    ]);
  });
}
