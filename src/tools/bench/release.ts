import { join } from "node:path";
import { CloudWatchClient, SetAlarmStateCommand, type StateValue } from "@aws-sdk/client-cloudwatch";
import { S3Client } from "@aws-sdk/client-s3";
import { colorAlarmNames } from "../../naming/names";
import { ACCOUNT_ID, startEmulator } from "../../rehearsal/emulator";
import { ensureToolchain } from "../../rehearsal/toolchain";
import { Workspace } from "../../rehearsal/workspace";
import { ensureStateBucket } from "../../state/bucket";
import { PROJECT, type Row, summarize } from "./measure";

const SUFFIX = "bench";
const POLL_SECONDS = 1;

/** How fast traffic goes back, in an environment deployed into the emulator. */
export async function benchRelease(directory: string, runs: number): Promise<Row[]> {
  const { env } = process;
  const toolchain = await ensureToolchain({ directory: join(PROJECT, ".toolchain"), env });
  const { motoServer } = toolchain;
  const emulator = await startEmulator({ motoServer, env, logFile: join(directory, "emulator.log") });
  try {
    const { name: stateBucket } = await ensureStateBucket(new S3Client(emulator.client), ACCOUNT_ID);
    const workspace = new Workspace({
      directory,
      suffix: SUFFIX,
      stateBucket,
      emulator,
      toolchain,
      env,
      environment: {},
    });
    console.error("deploying into the emulator: about 90 s");
    await workspace.deploy();
    const release = (args: readonly string[], onLine: (line: string) => void = () => {}) =>
      workspace.command("release", [...args, "--yes"], {}, onLine);

    const rollbacks: number[] = [];
    const alarms: number[] = [];
    for (let run = 0; run <= runs; run++) {
      await release(["set", "--green", "50"]);
      const rollback = await untilLine("all traffic is on blue", (onLine) =>
        release(["rollback", "--to", "blue"], onLine),
      );

      const [alarmName] = colorAlarmNames(SUFFIX, "green");
      const cloudWatch = new CloudWatchClient(emulator.client);
      const setState = (StateValue: StateValue) =>
        cloudWatch.send(new SetAlarmStateCommand({ AlarmName: alarmName, StateValue, StateReason: "bench" }));
      const alarm = await untilLine("moved: blue 100 %, green 0 %", (onLine, restart) =>
        release(["start", "--to", "green", "--bake", "60s", "--poll", `${POLL_SECONDS}s`], (line) => {
          onLine(line);
          if (line.includes("baking, 60 s left")) void setState("ALARM").then(restart);
        }),
      );
      await setState("OK");
      console.error(
        `${run === 0 ? "warm-up" : `${run} of ${runs}`}  rollback ${rollback.toFixed(2)} s, alarm ${alarm.toFixed(2)} s`,
      );
      if (run > 0) {
        rollbacks.push(rollback);
        alarms.push(alarm);
      }
    }
    const rollback = summarize("release rollback, process start to listener moved", rollbacks);
    const alarm = summarize(`alarm state to traffic moved, polling every ${POLL_SECONDS} s`, alarms);
    return [
      { ...rollback, goal: "at most 1.5 s", met: rollback.medianSeconds <= 1.5 },
      { ...alarm, goal: `at most ${POLL_SECONDS} s + 1 s`, met: alarm.maxSeconds <= POLL_SECONDS + 1 },
    ];
  } finally {
    await emulator.stop();
  }
}

/** Seconds from the start, or from the last `restart`, until a process says something. */
async function untilLine(
  words: string,
  work: (onLine: (line: string) => void, restart: () => void) => Promise<unknown>,
): Promise<number> {
  let started = performance.now();
  let seconds = Number.NaN;
  await work(
    (line) => {
      if (line.includes(words)) seconds = (performance.now() - started) / 1000;
    },
    () => {
      started = performance.now();
    },
  );
  return seconds;
}
