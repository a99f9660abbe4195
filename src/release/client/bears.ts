import { otherColor, weightOf } from "../controller/color";
import type { ReleaseDocument } from "../controller/document";
import type { Seen } from "./seen";
import { destination } from "./words";

/**
 * Returns a line for a release that is stuck: all traffic has to go to one color, and this color cannot answer. The line helps a person to
 * decide if the other color can handle all traffic. It contains the number of the other color's healthy targets, the requests a minute that
 * each of these targets gets now and would get with all traffic, and the desired count of the color that cannot answer.
 *
 * @returns an empty list if the release is not stuck, or if the other color has no healthy target
 */
export function bearsWords(document: ReleaseDocument, { look, numbers }: Seen): readonly string[] {
  if (document.phase !== "stuck") return [];
  const to = destination(document);
  const other = otherColor(to);
  const healthy = look.targets[other]?.healthy ?? 0;
  if (healthy === 0) return [];
  const weight = typeof look.live === "number" ? weightOf(to, look.live) : 0;
  const share = weight === 0 ? "" : ` for ${weight} % of the traffic`;
  const fail = look.targets[to]?.registered === 0 ? "fail" : "may fail";
  const but = weight === 0 ? "" : `, but ${weight} % of the requests ${fail} now`;
  const desired = look.runs?.[to].desired;
  const had =
    desired === undefined
      ? `the desired count of ${to} cannot be seen`
      : desired === 0
        ? `the desired count of ${to} is 0, so it is not known how many tasks it had before`
        : `the desired count of ${to} is ${desired}${share}`;
  return [
    `can ${other} handle all traffic? NOT KNOWN for sure${but}: ${other} has ${healthy} healthy target${healthy === 1 ? "" : "s"}; ${had}; ${loadWords(other, healthy, numbers)}`,
  ];
}

/** Returns words for the requests per minute that each target of a color gets now, and would get with all traffic. */
function loadWords(color: "blue" | "green", healthy: number, numbers: Seen["numbers"]): string {
  if (numbers === undefined) return `the number of requests for each target of ${color} cannot be seen`;
  const { colors, refused } = numbers;
  const all = colors.blue.rate + colors.green.rate + refused;
  const each = (rate: number) => Math.round(rate / healthy);
  return `each target of ${color} gets ${each(colors[color].rate)} requests a minute now, and would get ${each(all)} requests a minute; if you send all traffic to ${color}, watch failed requests and p99`;
}
