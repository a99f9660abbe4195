import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatchClient, SetAlarmStateCommand, type StateValue } from "@aws-sdk/client-cloudwatch";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { colorAlarmNames } from "../../naming/alarm-names";
import type { Color } from "../../naming/color";
import { resourceName } from "../../naming/names";
import type { Emulator } from "../../rehearsal/emulator";
import { untilIdle } from "../../rehearsal/releases";
import { ticking } from "../../rehearsal/ticks";
import type { Workspace } from "../../rehearsal/workspace";
import { forwards } from "../../release/controller/traffic";
import { findListener } from "../../release/traffic-control";
import { type Emulated, MINUTE, SUFFIX } from "./emulated";
import { type Row, summarize } from "./measure";

/** Measures, in the emulator, how fast the traffic returns to the old color: after a rollback by hand, and after an alarm. */
export async function benchRelease({ workspace, emulator }: Emulated, runs: number): Promise<Row[]> {
  const rollback = summarize(
    "release rollback, client's start to listener",
    await rollbacks(workspace, emulator, runs),
  );
  const alarm = summarize("alarm to listener", await alarms(workspace, emulator, runs));
  return [
    { ...rollback, goal: "at most 1.5 s", met: rollback.medianSeconds <= 1.5 },
    { ...alarm, goal: "at most 2 s", met: alarm.medianSeconds <= 2 },
  ];
}

async function rollbacks(workspace: Workspace, emulator: Emulator, runs: number): Promise<number[]> {
  const all: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const to: Color = run % 2 === 0 ? "blue" : "green";
    const [seconds] = await Promise.all([
      untilAllOn(emulator, to),
      workspace.command("release", ["rollback", "--to", to], {}, () => {}),
    ]);
    note(run, runs, "rollback", seconds, all);
  }
  return all;
}

async function alarms(workspace: Workspace, emulator: Emulator, runs: number): Promise<number[]> {
  const all: number[] = [];
  const cloudWatch = new CloudWatchClient(emulator.client);
  const [AlarmName] = colorAlarmNames(SUFFIX, "green");
  const setState = (StateValue: StateValue) =>
    cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: "bench" }));
  await workspace.command("release", ["rollback", "--to", "blue"], {}, () => {});
  const ticks = ticking(emulator, resourceName(SUFFIX, "release-controller"), MINUTE);
  try {
    for (let run = 0; run <= runs; run++) {
      await untilIdle(emulator, SUFFIX);
      const args = ["start", "--to", "green", "--steps", "50", "--bake", "60m", "--no-follow", "--yes"];
      await workspace.command("release", args, {}, () => {});
      const back = untilAllOn(emulator, "blue");
      await setState("ALARM");
      note(run, runs, "alarm", await back, all);
      await setState("OK");
    }
  } finally {
    await ticks.stop();
  }
  return all;
}

function note(run: number, runs: number, what: string, seconds: number, all: number[]): void {
  console.error(`${run === 0 ? "warm-up" : `${run} of ${runs}`}  ${what} ${seconds.toFixed(2)} s`);
  if (run > 0) all.push(seconds);
}

/** Polls the listener every 20 ms until it sends all traffic to a color. @returns the seconds until then */
async function untilAllOn(emulator: Emulator, color: Color): Promise<number> {
  const elb = new ElasticLoadBalancingV2Client(emulator.client);
  const started = performance.now();
  for (;;) {
    const { listener } = (await findListener(elb, SUFFIX)) ?? {};
    const { Weight } =
      forwards(listener).find(({ TargetGroupArn = "" }) => TargetGroupArn.includes(`-${color}-`)) ?? {};
    if (Weight === 100) return (performance.now() - started) / 1000;
    await sleep(20);
  }
}
