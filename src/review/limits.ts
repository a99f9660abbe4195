import type { Limit } from "../resources/row";
import { type Difference, UNKNOWN } from "./difference";
import type { Json } from "./terraform-plan";
import { data, type Text, text } from "./text";

/**
 * Returns a text about a changed number if the change weakens a protection. Returns undefined if the new number protects as much as before
 * or more, or if there was no number before.
 *
 * @param comparison the alarm's comparison operator, if the number is the threshold of an alarm
 */
export function weakerNumber(
  limits: readonly Limit[],
  { path, before, after }: Difference,
  comparison: Json | undefined,
): Text | undefined {
  const limit = limits.find((it) => it.path.test(path));
  if (limit === undefined || before === undefined) return undefined;
  if (after === undefined && before === "0") return undefined; // the provider returns 0 for a number that nobody has set
  if (after === undefined) return text`${data(path)} ${data(before)} is removed`;
  if (after === UNKNOWN)
    return text`${data(path)} was ${data(before)}, and its new value is known only after the apply`;
  const change = Number(after) - Number(before);
  const direction = limit.weaker === "by comparison_operator" ? weakerThreshold(comparison) : limit.weaker;
  if ((direction === "higher" && change < 0) || (direction === "lower" && change > 0)) return undefined;
  // For an anomaly detection band, a higher or lower threshold is not always weaker. A threshold can also be hidden as a sensitive value.
  // So the text then does not say that the alarm goes to ALARM later.
  const then =
    limit.weaker === "by comparison_operator" && direction !== undefined && !Number.isNaN(change)
      ? text`: the alarm goes to ALARM later, or never`
      : text``;
  return text`${data(path)}: ${data(before)} → ${data(after)}${then}`;
}

/**
 * Returns the direction in which an alarm's threshold becomes weaker. For example, it is `higher` if the alarm goes to ALARM above the
 * threshold. Returns undefined for anomaly detection bands and unknown operators, because both directions may be weaker.
 */
function weakerThreshold(comparison: Json | undefined): "higher" | "lower" | undefined {
  if (/^GreaterThan(OrEqualTo)?Threshold$/.test(String(comparison))) return "higher";
  return /^LessThan(OrEqualTo)?Threshold$/.test(String(comparison)) ? "lower" : undefined;
}
