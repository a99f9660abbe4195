import type { Limit } from "../resources/row";
import { type Difference, UNKNOWN } from "./difference";
import type { Json } from "./terraform-plan";
import { data, type Text, text } from "./text";

/**
 * What a number that changes protects less; `undefined` where it protects as much or more, or where there was none.
 *
 * @param comparison of the alarm whose threshold it may be
 */
export function weakerNumber(
  limits: readonly Limit[],
  { path, before, after }: Difference,
  comparison: Json | undefined,
): Text | undefined {
  const limit = limits.find((it) => it.path.test(path));
  if (limit === undefined || before === undefined) return undefined;
  if (after === undefined && before === "0") return undefined; // as a provider reads what is not set
  if (after === undefined) return text`${data(path)} ${data(before)} goes`;
  if (after === UNKNOWN) return text`${data(path)} was ${data(before)}, and is known only after the apply`;
  const change = Number(after) - Number(before);
  const direction = limit.weaker === "by comparison_operator" ? weakerThreshold(comparison) : limit.weaker;
  if ((direction === "higher" && change < 0) || (direction === "lower" && change > 0)) return undefined;
  // Bands have no direction.
  const then =
    limit.weaker === "by comparison_operator" && direction !== undefined
      ? text`: goes to ALARM later, or never`
      : text``;
  return text`${data(path)}: ${data(before)} → ${data(after)}${then}`;
}

/** A higher threshold is crossed later from below; of bands and what nobody knows, either direction may be it. */
function weakerThreshold(comparison: Json | undefined): "higher" | "lower" | undefined {
  if (/^GreaterThan(OrEqualTo)?Threshold$/.test(String(comparison))) return "higher";
  return /^LessThan(OrEqualTo)?Threshold$/.test(String(comparison)) ? "lower" : undefined;
}
