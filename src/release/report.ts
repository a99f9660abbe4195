import { readArn } from "../naming/arn";
import { COLORS } from "../naming/color";
import { table } from "../terminal/table";
import { notJudged } from "./alarm-states";
import type { HistoryEvent } from "./history";
import { recordedWeight, type Weights } from "./release";
import type { Status } from "./status";

/** Weights in words. */
export const describeWeights = (weights: Weights): string =>
  COLORS.map((color) => `${color} ${weights[color]} %`).join(", ");

/** A status for people. */
export function statusTables({ suffix, recorded, live, colors, alarms, lock }: Status): string {
  const rows = COLORS.map((color) => {
    const { image = "?", running = "?", desired = "?", healthy, targets } = colors[color];
    return [
      color,
      `${live[color]} %`,
      recorded === undefined ? "broken" : `${recorded[color]} %`,
      `${running}/${desired}`,
      `${healthy}/${targets}`,
      image,
    ];
  });
  const releaseAlarms = COLORS.flatMap((color) =>
    Object.entries(alarms[color]).map(([name, state]) => [
      color,
      name,
      state === "INSUFFICIENT_DATA" ? "not judged (INSUFFICIENT_DATA)" : state,
    ]),
  );
  const release = lock && "release" in lock ? lock.release : undefined;
  const problems = COLORS.flatMap((color) => colors[color].problems.map((it) => `${color}: ${it}`));
  const earlier = COLORS.flatMap((color) => {
    const { earlier: it } = colors[color];
    return it === undefined ? [] : [`${color}: ${it}`];
  });
  return [
    `environment ${suffix}`,
    "",
    table(["color", "live", "recorded", "running/desired", "healthy/targets", "image"], rows),
    ...(problems.length === 0 ? [] : ["", "NOT AS DEPLOYED", ...problems.map((it) => `  ${it}`)]),
    ...(earlier.length === 0 ? [] : ["", "EARLIER", ...earlier.map((it) => `  ${it}`)]),
    "",
    table(["alarms of", "alarm", "state"], releaseAlarms),
    "",
    lock === undefined
      ? "no release and no deploy is under way"
      : "unreadable" in lock
        ? lock.unreadable
        : `${lock.operation} by ${lock.who} on ${lock.host} since ${lock.since}, last heard of ${lock.lastHeardOfSecondsAgo} s ago`,
    ...(release === undefined
      ? []
      : [
          `  ${release.candidate} at step ${release.step + 1} of ${release.steps.length} (${release.steps.join(", ")} %): ${recordedWeight(release)} %, ${release.paused ? "paused" : release.phase}`,
        ]),
    ...(recorded?.green === live.green
      ? []
      : ['the record is not the live weights: "npm run release -- repair" records the live one']),
  ].join("\n");
}

/** A history for people. */
export function historyTable(events: readonly HistoryEvent[]): string {
  const show = (weights: Weights | undefined) =>
    weights === undefined ? "" : `${weights.blue}/${weights.green}`;
  const rows = events.map(({ at, action, from, to, who, reason = "", alarms = {} }) => {
    const inAlarm = Object.keys(alarms).filter((name) => alarms[name] === "ALARM");
    const unjudged = notJudged(alarms);
    return [
      at,
      action,
      show(from),
      show(to),
      readArn(who)?.resource ?? who,
      [
        reason,
        ...inAlarm.filter((name) => !reason.includes(name)),
        ...(unjudged.length === 0 ? [] : [`not judged: ${unjudged.join(", ")}`]),
      ].join(" "),
    ];
  });
  return table(
    ["when", "what", "from blue/green", "to", "who", "why, and alarms in ALARM or not judged"],
    rows,
  );
}
