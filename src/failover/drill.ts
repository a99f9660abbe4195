import { setTimeout as sleep } from "node:timers/promises";
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { FailoverDBClusterCommand, type RDSClient } from "@aws-sdk/client-rds";
import { alarmNames } from "../naming/alarm-names";
import { resourceName } from "../naming/names";
import { describeAlarms } from "../release/controller/describe-alarms";
import { type Members, readMembers } from "./cluster";
import { type Asked, askAllTheTime, type Errors, errorsOf } from "./outside";

/** Options of {@link drill}. */
export interface DrillProps {
  readonly suffix: string;
  readonly rds: RDSClient;
  readonly cloudWatch: CloudWatchClient;
  /** The URL to which the drill sends two requests a second. */
  readonly url: string;
  /** The instances of the cluster before the failover. */
  readonly before: Members;
  /** If this signal is aborted, the drill stops. A failover that has begun continues in AWS. */
  readonly signal: AbortSignal;
  /** A callback that gets one line of text for each new event. */
  readonly say: (line: string) => void;
  /** Milliseconds between two reads of the cluster and the alarms. @default 2000 */
  readonly pollMilliseconds?: number;
  /**
   * The drill ends when there is a new writer, and no request has failed for this number of milliseconds. This time is long because an
   * alarm needs minutes to go to ALARM. @default 120000, two minutes
   */
  readonly quietMilliseconds?: number;
  /** The maximum duration of the drill, in milliseconds. @default 600000, ten minutes */
  readonly limitMilliseconds?: number;
}

/** The measurements of a failover drill. */
export interface Drilled {
  readonly writerBefore: string;
  /** The writer at the end of the drill. Empty if RDS shows none. */
  readonly writerAfter: string;
  /** Seconds until RDS showed another writer. `null` if no look at the cluster showed another writer. */
  readonly newWriterSeconds: number | null;
  readonly errors: Errors;
  /** Names of the alarms that went to ALARM during the drill. */
  readonly alarms: readonly string[];
  /** The number of the environment's alarms that existed before the failover. */
  readonly alarmsBefore: number;
  /** Names of the alarms that were in ALARM before the failover. */
  readonly inAlarmBefore: readonly string[];
}

/** Returns whether the writer at the end of the drill is another instance than the writer before the drill. */
export const hasNewWriter = ({ writerBefore, writerAfter }: Pick<Drilled, "writerAfter" | "writerBefore">) =>
  writerAfter !== "" && writerAfter !== writerBefore;

/**
 * Starts a failover of an Aurora cluster, and measures the failover's effect with requests to the application's public URL.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_FailoverDBCluster.html
 */
export async function drill(props: DrillProps): Promise<Drilled> {
  const { suffix, rds, url, before, signal, say } = props;
  const { pollMilliseconds = 2000, quietMilliseconds = 120_000, limitMilliseconds = 600_000 } = props;
  const asked: Asked[] = [];
  const over = new AbortController();
  const first = await readAlarms(props);
  const asking = askAllTheTime(url, (it) => asked.push(it), AbortSignal.any([over.signal, signal]));
  const alarms = new Set<string>();
  let last = first.inAlarm;
  try {
    const DBClusterIdentifier = resourceName(suffix, "aurora-cluster");
    await rds.send(new FailoverDBClusterCommand({ DBClusterIdentifier }));
    const began = Date.now();
    say(`failover of ${DBClusterIdentifier} begun; the drill sends two requests a second to ${url}`);
    let after = before;
    let newWriterSeconds: number | null = null;
    for (;;) {
      await sleep(pollMilliseconds, undefined, { signal });
      const now = Date.now();
      after = await readMembers(rds, suffix);
      const isNew = hasNewWriter({ writerBefore: before.writer, writerAfter: after.writer });
      if (newWriterSeconds === null && isNew) {
        newWriterSeconds = Math.round((now - began) / 1000);
        say(`${after.writer} is the writer after ${newWriterSeconds} s`);
      }
      const { inAlarm } = await readAlarms(props);
      for (const name of inAlarm.filter((it) => !last.includes(it) && !alarms.has(it))) {
        alarms.add(name);
        say(`${name} is in ALARM after ${Math.round((now - began) / 1000)} s`);
      }
      last = inAlarm;
      const lastBad = Math.max(
        began,
        ...asked.filter((it) => errorsOf([it]).failed > 0).map((it) => it.endedAt),
      );
      const quiet = isNew && after.status === "available" && now - lastBad >= quietMilliseconds;
      if (quiet || now - began >= limitMilliseconds) break;
    }
    over.abort();
    await asking;
    return {
      writerBefore: before.writer,
      writerAfter: after.writer,
      newWriterSeconds,
      errors: errorsOf(asked),
      alarms: [...alarms].sort(),
      alarmsBefore: first.count,
      inAlarmBefore: [...first.inAlarm].sort(),
    };
  } finally {
    over.abort();
  }
}

/** Reads how many of an environment's alarms exist, and the names of those in ALARM. */
async function readAlarms({ cloudWatch, suffix }: DrillProps) {
  const { metric, composite } = await describeAlarms(cloudWatch, alarmNames(suffix));
  const all = [...metric, ...composite];
  const inAlarm = all
    .filter(({ StateValue }) => StateValue === "ALARM")
    .map(({ AlarmName = "" }) => AlarmName);
  return { count: all.length, inAlarm };
}
