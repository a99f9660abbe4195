import { DeleteAlarmsCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { QUICK, type Stage } from "./release-stage";
import { MINUTES } from "./support";

const STEPS = ["start", "--to", "green", "--steps", "40,60,100", ...QUICK];

/** Releases that something stops. */
export function releaseAlarms(stage: () => Stage): void {
  it(
    "an alarm at step 2 sends all traffic back, and leaves no change to plan",
    async () => {
      const release = stage().start(...STEPS);
      await release.said("moved: blue 40 %, green 60 %");
      await stage().setAlarm("alarm-green-failed-requests-rel", "ALARM");
      const { code, output } = await release.ended;
      await stage().setAlarm("alarm-green-failed-requests-rel", "OK");
      expect(code).toBe(3);
      expect(output).toContain(
        "rolled back, all traffic is on blue: alarm alarm-green-failed-requests-rel\n",
      );
      expect(output).not.toContain("green 100 %");
      expect(await stage().green()).toEqual({ live: 0, recorded: 0 });
      expect(await stage().lock()).toBeUndefined();
      expect(await stage().workspace.isSettled()).toBe(true);
      const history = await stage().release("history", "--json", "--limit", "1");
      expect(JSON.parse(history.output)).toMatchObject([
        {
          action: "rolled back",
          from: { blue: 40, green: 60 },
          to: { blue: 100, green: 0 },
          reason: "alarm alarm-green-failed-requests-rel",
          alarms: { "alarm-green-failed-requests-rel": "ALARM" },
        },
      ]);
    },
    3 * MINUTES,
  );

  it("so does an alarm of the business, named by --alarm; while it is in ALARM nothing begins", async () => {
    const AlarmName = "duplicate-transactions/rel";
    await stage().cloudWatch.send(
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
    const release = stage().start(...STEPS, "--alarm", AlarmName);
    await release.said("moved: blue 60 %, green 40 %");
    await stage().setAlarm(AlarmName, "ALARM");
    const { code, output } = await release.ended;
    expect(code).toBe(3);
    expect(output).toContain(`rolled back, all traffic is on blue: alarm ${AlarmName}\n`);
    const again = await stage().release(...STEPS, "--alarm", AlarmName);
    await stage().cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] }));
    expect(again.code).toBe(2);
    expect(again.output).toMatch(new RegExp(`\\n {2}NO +no release alarm is in ALARM +${AlarmName}\\n`));
    expect(await stage().green()).toEqual({ live: 0, recorded: 0 });
  });

  it("a release alarm that does not exist is refused", async () => {
    const { code, output } = await stage().release(...STEPS, "--alarm", "alarm-nothing-rel");
    expect([code, output]).toEqual([
      2,
      "there is no alarm alarm-nothing-rel in us-east-1: a release alarm that does not exist stops nothing; deploy, or see how --alarm is spelled\n",
    ]);
    expect(await stage().green()).toEqual({ live: 20, recorded: 20 });
  });

  it("a candidate that loses its targets gets no traffic", async () => {
    const release = stage().start(...STEPS);
    await release.said("moved: blue 60 %, green 40 %");
    const restore = await stage().deregisterTargets();
    const { code, output } = await release.ended;
    const again = await stage().release(...STEPS);
    await restore();
    expect(code).toBe(3);
    expect(output).toContain(
      "rolled back, all traffic is on blue: 0 healthy and 0 unhealthy targets of green\n",
    );
    expect(again.code).toBe(2);
    expect(again.output).toMatch(
      /\n {2}NO +green has all its tasks, healthy +0 healthy and 0 unhealthy targets, /,
    );
    expect(await stage().green()).toEqual({ live: 0, recorded: 0 });
  });

  it("Ctrl-C sends all traffic back", async () => {
    const release = stage().start(...STEPS);
    await release.said("moved: blue 60 %, green 40 %");
    release.kill("SIGINT");
    const { code, output } = await release.ended;
    expect(code).toBe(130);
    expect(output).toContain("rolled back, all traffic is on blue: interrupted\n");
    expect(await stage().green()).toEqual({ live: 0, recorded: 0 });
    expect(await stage().lock()).toBeUndefined();
  });

  it("stops where somebody else left the listener, and says so", async () => {
    const release = stage().start(...STEPS);
    await release.said("moved: blue 60 %, green 40 %");
    await stage().moveByHand(33);
    const { code, output } = await release.ended;
    expect(code).toBe(4);
    expect(output).toContain(
      "stopped where it is: somebody else moved the listener: green has 33 %, this release left it at 40 %\n",
    );
    expect(await stage().green()).toEqual({ live: 33, recorded: 40 });
    const again = await stage().release(...STEPS);
    expect(again.code).toBe(2);
    expect(again.output).toMatch(
      /\n {2}NO +the recorded weights are the live ones +recorded blue 60 %, green 40 %, live blue 67 %, green 33 %: /,
    );
  });
}
