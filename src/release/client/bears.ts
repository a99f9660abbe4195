import { otherColor, weightOf } from "../controller/color";
import type { ReleaseDocument } from "../controller/document";
import type { Seen } from "./seen";
import { destination } from "./words";

/**
 * A text for a stuck release, from which a person can judge whether the other color could handle all traffic. It tells the other
 * color's tasks and requests per target. A release is stuck when all traffic has to go to a color that cannot answer.
 *
 * @returns no line where the release is not stuck, or where the other color has no healthy target
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
      ? `the desired count of ${to} cannot be seen`
      : desired === 0
        ? `the desired count of ${to} is 0, so the number of tasks that it had is not known`
        : `the desired count of ${to} is ${desired}${share}`;
  return [
    `can ${other} handle all traffic? NOT KNOWN for sure${but}: ${other} has ${healthy} healthy target${healthy === 1 ? "" : "s"}; ${had}; ${loadWords(other, healthy, numbers)}`,
  ];
}

/** The requests per target and minute: now, and if the color got all traffic. */
function loadWords(color: "blue" | "green", healthy: number, numbers: Seen["numbers"]): string {
  if (numbers === undefined) return `the number of requests for each target of ${color} cannot be seen`;
  const { colors, refused } = numbers;
  const all = colors.blue.rate + colors.green.rate + refused;
  const each = (rate: number) => Math.round(rate / healthy);
  return `each target of ${color} gets ${each(colors[color].rate)} requests a minute now, and would get ${each(all)} requests a minute: watch failed requests and p99 afterwards`;
}
