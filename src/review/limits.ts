import type { Limit } from "../resources/row";
import { type Difference, UNKNOWN } from "./difference";
import type { Json } from "./terraform-plan";
import { data, type Text, text } from "./text";

/**
 * A text about a changed number that weakens a protection; `undefined` if the number protects as much as before or more, or if
 * there was no number before.
 *
 * @param comparison the comparison operator, if the number is an alarm's threshold
 */
export function weakerNumber(
  limits: readonly Limit[],
  { path, before, after }: Difference,
  comparison: Json | undefined,
): Text | undefined {
  const limit = limits.find((it) => it.path.test(path));
  if (limit === undefined || before === undefined) return undefined;
  if (after === undefined && before === "0") return undefined; // a provider reads an unset number as 0
  if (after === undefined) return text`${data(path)} ${data(before)} is removed`;
  if (after === UNKNOWN) return text`${data(path)} was ${data(before)}, and is known only after the apply`;
  const change = Number(after) - Number(before);
  const direction = limit.weaker === "by comparison_operator" ? weakerThreshold(comparison) : limit.weaker;
  if ((direction === "higher" && change < 0) || (direction === "lower" && change > 0)) return undefined;
  // An anomaly detection band has no weaker direction, so its text does not say that the alarm goes to ALARM later.
  const then =
    limit.weaker === "by comparison_operator" && direction !== undefined
      ? text`: the alarm goes to ALARM later, or never`
      : text``;
  return text`${data(path)}: ${data(before)} → ${data(after)}${then}`;
}

/**
 * The direction in which a threshold gets weaker: `higher` if the alarm goes to ALARM above the threshold. `undefined` for
 * anomaly detection bands and unknown operators, where either direction may be weaker.
 */
function weakerThreshold(comparison: Json | undefined): "higher" | "lower" | undefined {
  if (/^GreaterThan(OrEqualTo)?Threshold$/.test(String(comparison))) return "higher";
  return /^LessThan(OrEqualTo)?Threshold$/.test(String(comparison)) ? "lower" : undefined;
}
