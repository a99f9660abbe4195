import { alarmNames } from "../naming/alarm-names";
import { resourceName } from "../naming/names";
import type { EnvironmentConfig } from "./schema";

/** Returns the names of the alarms that an environment with these settings has. */
export function configuredAlarmNames({
  suffix,
  waf,
  https,
}: Pick<EnvironmentConfig, "https" | "suffix" | "waf">): string[] {
  const absent = [
    ...(waf.enabled ? [] : [resourceName(suffix, "alarm", "web-acl-blocked")]),
    ...(https === undefined ? [resourceName(suffix, "alarm", "certificate-expiry")] : []),
  ];
  return alarmNames(suffix).filter((name) => !absent.includes(name));
}
