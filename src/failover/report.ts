import { type Drilled, hasNewWriter } from "./drill";

/** Formats the result of a failover drill as text. @param healthPath true if the requests went to the path of the health check */
export function drillText(drilled: Drilled, healthPath: boolean): string {
  const { errors } = drilled;
  const by = Object.entries(errors.by).map(([answer, times]) => `${times} x ${answer}`);
  return [
    `writer: ${writerWords(drilled)}`,
    `errors from outside: ${errors.seconds} s; ${errors.failed} of ${errors.requests} requests${by.length > 0 ? ` (${by.join(", ")})` : ""}${errors.over ? "" : "; NOT over"}`,
    `alarms that went to ALARM: ${alarmWords(drilled)}`,
    ...(healthPath
      ? [
          "The requested path is the health check's path. Health checks should not use the database. If this health check does not, these seconds say nothing about the database. Use --path to request a path that uses the database",
        ]
      : []),
  ].join("\n");
}

function writerWords(drilled: Drilled): string {
  const { writerBefore, writerAfter, newWriterSeconds } = drilled;
  if (hasNewWriter(drilled)) return `${writerBefore} before, ${writerAfter} after ${newWriterSeconds} s`;
  const atEnd = writerAfter === "" ? `${writerBefore} before, none at the end` : `${writerAfter}, as before`;
  return `${atEnd}; RDS showed ${newWriterSeconds === null ? "no other writer" : `another writer after ${newWriterSeconds} s`}`;
}

function alarmWords({ alarms, alarmsBefore, inAlarmBefore }: Drilled): string {
  if (alarmsBefore === 0 && alarms.length === 0)
    return "not known, because no alarm of the environment existed before";
  const went = alarms.length === 0 ? `none of the ${alarmsBefore} that exist` : alarms.join(", ");
  return `${went}${inAlarmBefore.length === 0 ? "" : `; already in ALARM before: ${inAlarmBefore.join(", ")}`}`;
}
