import { otherColor, weightOf } from "../controller/color";
import type { ReleaseDocument } from "../controller/document";
import type { Seen } from "./seen";
import { destination } from "./words";

/**
 * What is known, and what is not, about whether one color bears all traffic. Asked when all traffic has to go to the other color,
 * and that color can answer nothing. Empty where no color has a healthy target.
 */
export function bearsWords(document: ReleaseDocument, { look, numbers }: Seen): readonly string[] {
  if (document.phase !== "stuck") return [];
  const to = destination(document);
  const other = otherColor(to);
  const healthy = look.targets[other]?.healthy ?? 0;
  if (healthy === 0) return [];
  const weight = typeof look.live === "number" ? weightOf(to, look.live) : 0;
  const share = weight === 0 ? "" : ` for ${weight} % of the traffic`;
  const fail = (look.targets[to]?.registered ?? 0) > 0 ? "may fail" : "fail";
  const but = weight === 0 ? "" : `, but ${weight} % of the requests ${fail} now`;
  const desired = look.runs?.[to].desired;
  const had =
    desired === undefined
      ? `how many tasks ${to} is set to cannot be seen`
      : desired === 0
        ? `${to} is set to 0 tasks, so how many it had is not known`
        : `${to} is set to ${desired} tasks${share}`;
  return [
    `does ${other} bear all traffic? NOT KNOWN for sure${but}: ${other} has ${healthy} healthy target${healthy === 1 ? "" : "s"}; ${had}; ${loadWords(other, healthy, numbers)}`,
  ];
}

/** The requests of each target, now and with all traffic. */
function loadWords(color: "blue" | "green", healthy: number, numbers: Seen["numbers"]): string {
  if (numbers === undefined) return `how many requests each target of ${color} would get cannot be seen`;
  const { colors, refused } = numbers;
  const all = colors.blue.rate + colors.green.rate + refused;
  const each = (rate: number) => Math.round(rate / healthy);
  return `each target of ${color} gets ${each(colors[color].rate)} requests a minute now, and would get ${each(all)} requests a minute: watch failed requests and p99 afterwards`;
}
