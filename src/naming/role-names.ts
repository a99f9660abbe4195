import { COLORS } from "./color";
import { resourceName } from "./names";

/** Names of every role that an AWS service assumes for an environment; the last two are there only where they are needed. */
export const serviceRoleNames = (suffix: string): string[] => [
  ...COLORS.map((color) => resourceName(suffix, "application-role", color)),
  ...[...COLORS, "migration"].map((task) => resourceName(suffix, "execution-role", task)),
  resourceName(suffix, "flow-log-role"),
  resourceName(suffix, "enhanced-monitoring-role"),
];
