import { createHash } from "node:crypto";
import { codeBlock, escapeHtml, shorten } from "../terminal/markdown";
import { differences, UNKNOWN } from "./difference";
import { type Action, actionOf, type ResourceChange } from "./terraform-plan";

const SIGNS: Readonly<Record<Exclude<Action, "none">, string>> = {
  replace: "± replace",
  update: "~ update",
  create: "+ create",
  forget: "… forget",
  destroy: "- destroy",
};
const ORDER = Object.keys(SIGNS);

/** Each resource's change, folded; what changes something that exists comes first. */
export function detailLines(changes: readonly ResourceChange[]): string[] {
  return changes
    .map((change) => ({ change, action: actionOf(change) }))
    .filter((it): it is { change: ResourceChange; action: Exclude<Action, "none"> } => it.action !== "none")
    .sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action))
    .map(({ change, action }) =>
      [
        `<details><summary>${SIGNS[action]} ${escapeHtml(change.address)}</summary>`,
        "",
        ...codeBlock("diff", differenceLines(change)),
        "</details>",
      ].join("\n"),
    );
}

/** A long value shortened, but so that no two look alike. */
const whole = (value: string) =>
  value.length <= 400
    ? value
    : `${shorten(value, 400)} (SHA-256 ${createHash("sha256").update(value).digest("hex").slice(0, 12)})`;

function differenceLines({ change }: ResourceChange): string[] {
  const line = (sign: string, path: string, value: string) =>
    `${sign} ${path} = ${value === UNKNOWN ? value : JSON.stringify(whole(value))}`;
  const lines = differences(change).flatMap(({ path, before, after }) => [
    ...(before === undefined ? [] : [line("-", path, before)]),
    ...(after === undefined ? [] : [line("+", path, after)]),
  ]);
  return lines.length > 0 ? lines : ["(only what AWS fills in)"];
}
