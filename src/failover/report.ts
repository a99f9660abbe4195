import type { Drilled } from "./drill";

/** Formats the result of a failover drill as text. @param healthPath true if the requests went to the path of the health check */
export function drillText(
  { writerBefore, writerAfter, newWriterSeconds, errors, alarms }: Drilled,
  healthPath: boolean,
): string {
  const by = Object.entries(errors.by).map(([answer, times]) => `${times} x ${answer}`);
  return [
    newWriterSeconds === null
      ? `writer: ${writerAfter}, as before: RDS did not fail over`
      : `writer: ${writerBefore} before, ${writerAfter} after ${newWriterSeconds} s`,
    `errors from outside: ${errors.seconds} s; ${errors.failed} of ${errors.requests} requests${by.length > 0 ? ` (${by.join(", ")})` : ""}${errors.over ? "" : "; NOT over"}`,
    `alarms that went to ALARM: ${alarms.length === 0 ? "none" : alarms.join(", ")}`,
    ...(healthPath
      ? [
          "The requested path is the health check's path. Health checks should not use the database. If this health check does not, these seconds say nothing about the database. Use --path to request a path that uses the database",
        ]
      : []),
  ].join("\n");
}
