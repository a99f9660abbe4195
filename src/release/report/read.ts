import { type CloudWatchClient, paginateDescribeAlarmHistory } from "@aws-sdk/client-cloudwatch";
import { type Environment, namesOf } from "../client/environment";
import { type HistoryLine, readHistory } from "../client/history";
import { type Clients, storedDocument } from "../client/seen";
import { wordsOf } from "../controller/aws";
import { findTraffic } from "../controller/traffic";
import { describedAlarms, thresholdsOf } from "./describe-alarms";
import { readMeasured } from "./read-metrics";
import { bandsOf, type Change, isState, releaseOf } from "./release-time";
import type { Report } from "./report";

/**
 * Reads the data of a report. If the release history cannot be read, the function throws an error. If another part cannot be read, the
 * report contains the reason instead of that part.
 *
 * @param id the release's id, or the beginning of the id.
 * @default - the newest release
 * @throws RefusedError if no release has this id
 */
export async function readReport(
  aws: Pick<Clients, "cloudWatch" | "elb" | "logs" | "now" | "s3">,
  environment: Environment,
  id: string | undefined,
): Promise<Report> {
  const { suffix } = environment;
  const history = await readHistory(aws.logs, environment, (lines) => id === undefined && hasNewest(lines));
  const { document } = await storedDocument(aws, environment);
  const now = aws.now(); // read after an answer of S3, because AWS's clock is known only from an answer
  const release = releaseOf(history, id, now, suffix);
  const planned = document === "none" || document?.release?.id !== release.id ? undefined : document.release;
  const names = [
    ...new Set([
      ...(planned?.alarms ?? []),
      ...release.lines.flatMap(({ alarms = {} }) => Object.keys(alarms)),
    ]),
  ].sort();
  const [counted, alarms, described] = await Promise.all([
    findTraffic(aws.elb, namesOf(environment))
      .then((traffic) => readMeasured(aws.cloudWatch, traffic, release, now))
      .catch((error: Error) => ({ missing: `the metrics cannot be read: ${wordsOf(error)}` })),
    readAlarms(aws.cloudWatch, names, release),
    describedAlarms(aws.cloudWatch, names).catch(() => undefined),
  ]);
  const thresholds = thresholdsOf(suffix, release.candidate, described);
  const measured = "missing" in counted ? counted : { ...counted, thresholds };
  return {
    suffix,
    release,
    ...(planned && { planned }),
    measured,
    ...alarms,
    alarms: alarms.alarms.map((alarm) => {
      const { threshold: _, ...definition } = described?.get(alarm.name) ?? {};
      return { ...alarm, ...definition };
    }),
    madeAt: now,
  };
}

/**
 * Returns true if the given lines of the release history contain all lines of the newest release. A report about the newest release needs
 * no other lines. If a person asks for a release by its id, the report needs the whole history, for two reasons. The release can be old.
 * The person can give the beginning of the id instead of the whole id, and the ids of several releases can have this beginning.
 */
function hasNewest(lines: readonly HistoryLine[]): boolean {
  const newest = lines.findLast(({ release }) => release !== undefined)?.release;
  return lines.some(({ action, release }) => action === "started" && release === newest);
}

/** Reads the states of alarms during a release. Alarms that were in ALARM come first. */
async function readAlarms(
  cloudWatch: CloudWatchClient,
  names: readonly string[],
  release: Report["release"],
): Promise<Pick<Report, "alarms" | "alarmsMissing">> {
  const unread: string[] = [];
  const alarms = await Promise.all(
    names.map(async (name) => {
      const changes = await changesOf(cloudWatch, name, release.shown).catch((error: Error) => {
        unread.push(wordsOf(error));
        return [];
      });
      return { name, bands: bandsOf(name, changes, release) };
    }),
  );
  const wasInAlarm = ({ bands }: Report["alarms"][number]) => bands.some(({ state }) => state === "ALARM");
  return {
    alarms: [...alarms.filter(wasInAlarm), ...alarms.filter((it) => !wasInAlarm(it))],
    ...(unread[0] !== undefined && {
      alarmsMissing: `CloudWatch's alarm history cannot be read (${unread[0]})`,
    }),
  };
}

/**
 * Reads the changes of an alarm's state from CloudWatch's alarm history:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_AlarmHistoryItem.html
 */
async function changesOf(
  cloudWatch: CloudWatchClient,
  AlarmName: string,
  { from, to }: Report["release"]["shown"],
): Promise<Change[]> {
  const changes: Change[] = [];
  const pages = paginateDescribeAlarmHistory(
    { client: cloudWatch },
    {
      AlarmName,
      AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
      HistoryItemType: "StateUpdate",
      StartDate: new Date(from),
      EndDate: new Date(to),
      ScanBy: "TimestampAscending",
    },
  );
  for await (const { AlarmHistoryItems = [] } of pages) {
    for (const { Timestamp, HistoryData = "" } of AlarmHistoryItems) {
      const change = Timestamp && changeOf(Timestamp.getTime(), HistoryData);
      if (change !== undefined) changes.push(change);
    }
  }
  return changes;
}

/**
 * Parses the data of one item in an alarm's history: JSON with the alarm's old and new state. Returns `undefined` if the data contain no
 * new state.
 */
export function changeOf(at: number, data: string): Change | undefined {
  try {
    const { oldState, newState } = JSON.parse(data) as Record<string, { stateValue?: string } | undefined>;
    const [was, is] = [oldState?.stateValue, newState?.stateValue];
    return isState(is) ? { at, is, ...(isState(was) && { was }) } : undefined;
  } catch {
    return undefined;
  }
}
