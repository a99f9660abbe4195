import type { Drilled } from "./drill";

/** A drill in words, for a person. @param healthPath whether the path is the load balancer's health check */
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
          "This is the path of the health check, which should not touch the database: then these seconds say nothing of it. Ask for one that does: --path",
        ]
      : []),
  ].join("\n");
}
