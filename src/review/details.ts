import { createHash } from "node:crypto";
import { codeBlock, escapeHtml, shorten } from "../terminal/markdown";
import type { Configuration } from "./configuration";
import { differences, UNKNOWN } from "./difference";
import { type Action, actionOf, type ResourceChange } from "./terraform-plan";

/** Begins the summary of what is destroyed. */
export const DESTROYED = "- destroy";

const SIGNS: Readonly<Record<Exclude<Action, "none">, string>> = {
  replace: "± replace",
  update: "~ update",
  create: "+ create",
  forget: "… forget",
  destroy: DESTROYED,
};
const ORDER = Object.keys(SIGNS);

/** Each resource's change, folded; what changes something that exists comes first. What AWS fills in is left out. */
export function detailLines(changes: readonly ResourceChange[], configuration: Configuration): string[] {
  return changes
    .map((change) => ({ change, action: actionOf(change) }))
    .filter((it): it is { change: ResourceChange; action: Exclude<Action, "none"> } => it.action !== "none")
    .sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action))
    .map(({ change, action }) =>
      [
        `<details><summary>${SIGNS[action]} ${escapeHtml(change.address)}</summary>`,
        "",
        ...codeBlock("diff", differenceLines(change, configuration)),
        "</details>",
      ].join("\n"),
    );
}

/** A long value shortened, but so that no two look alike. */
const whole = (value: string) =>
  value.length <= 400
    ? value
    : `${shorten(value, 400)} (SHA-256 ${createHash("sha256").update(value).digest("hex").slice(0, 12)})`;

function differenceLines({ address, change }: ResourceChange, configuration: Configuration): string[] {
  const line = (sign: string, path: string, value: string) =>
    `${sign} ${path} = ${value === UNKNOWN ? value : JSON.stringify(whole(value))}`;
  const isAwss = (path: string, after: string | undefined) =>
    after === UNKNOWN && !configuration.governs(address, /^\w+/.exec(path)?.[0] ?? "");
  const changed = differences(change).filter(({ path, after }) => !isAwss(path, after));
  const lines = changed.flatMap(({ path, before, after }) => [
    ...(before === undefined ? [] : [line("-", path, before)]),
    ...(after === undefined ? [] : [line("+", path, after)]),
  ]);
  return lines.length > 0 ? lines : ["(only what AWS fills in)"];
}
