import { COLOURS } from "../config/schema";
import { table } from "../terminal/table";
import type { HistoryEvent } from "./history";
import { recordedWeight, type Split } from "./release";
import type { Status } from "./status";

/** A split in words. */
export const describeSplit = (split: Split): string =>
  COLOURS.map((colour) => `${colour} ${split[colour]} %`).join(", ");

/** A status for people. */
export function statusTables({ suffix, recorded, live, colours, alarms, lock }: Status): string {
  const rows = COLOURS.map((colour) => {
    const { image, running, desired, healthy, targets } = colours[colour];
    return [
      colour,
      `${live[colour]} %`,
      recorded === undefined ? "broken" : `${recorded[colour]} %`,
      `${running}/${desired}`,
      `${healthy}/${targets}`,
      image,
    ];
  });
  const guards = COLOURS.flatMap((colour) =>
    Object.entries(alarms[colour]).map(([name, state]) => [colour, name, state]),
  );
  const release = lock && "release" in lock ? lock.release : undefined;
  return [
    `environment ${suffix}`,
    "",
    table(["colour", "live", "recorded", "running/desired", "healthy/targets", "image"], rows),
    "",
    table(["guards of", "alarm", "state"], guards),
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
      : ['the record is not the live split: "npm run release -- repair" records the live one']),
  ].join("\n");
}

/** A history for people. */
export function historyTable(events: readonly HistoryEvent[]): string {
  const show = (split: Split | undefined) => (split === undefined ? "" : `${split.blue}/${split.green}`);
  const rows = events.map(({ at, action, from, to, who, reason = "", alarms = {} }) => {
    const ringing = Object.keys(alarms).filter((name) => alarms[name] === "ALARM");
    return [
      at,
      action,
      show(from),
      show(to),
      who.split(":").at(-1) ?? who,
      [reason, ...ringing.filter((name) => !reason.includes(name))].join(" "),
    ];
  });
  return table(["when", "what", "from blue/green", "to", "who", "why, and which alarms rang"], rows);
}
