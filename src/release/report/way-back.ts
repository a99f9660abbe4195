import { whoOf } from "../client/history";
import type { Color } from "../controller/color";
import type { ReleaseTime } from "./report";
import { between, clock } from "./table";

/**
 * Returns words that say who sent traffic back, and why. Traffic was sent back either by the controller itself, or by a person's command.
 */
export function sentBackBy({ lines }: ReleaseTime): string {
  const { by, reason = "" } = lines.findLast(({ action }) => action === "going back") ?? {};
  if (by !== undefined) {
    const said = reason === "" || reason.startsWith("asked by ") ? "" : ` ("${reason}")`;
    return `by the command of ${whoOf({ by })}${said}`;
  }
  const [, names] = /^in ALARM: (.*)$/.exec(reason) ?? [];
  if (names !== undefined) return `by the controller itself, because ${names} went into ALARM`;
  return `by the controller itself${reason === "" ? "" : `: ${reason}`}`;
}

/**
 * Returns sentences that say when all traffic was back on the stable color, and how long the rollback took. If the history does not contain
 * that time, the text is empty.
 */
export function wayBack({ lines, startedAt }: ReleaseTime, stable: Color): string {
  const decided = lines.findLastIndex(({ action }) => action === "going back");
  const [back, ...late] = lines
    .slice(decided + 1)
    .filter(({ action }) => action === "rolled back" || action === "moved again")
    .map(({ action, at }) => ({ action, at: Date.parse(at) }));
  if (back === undefined) return "";
  const decision = lines[decided];
  const decidedAt = decision === undefined ? undefined : Date.parse(decision.at);
  const moved = late.find(({ action }) => action === "moved again");
  const again = late.findLast(({ action }) => action === "rolled back");
  return [
    `All traffic was back on ${stable} at ${clock(back.at)}, ${between(startedAt, back.at)} after the start.`,
    decidedAt === undefined
      ? "The duration of the rollback is not known, because the history does not contain the decision."
      : `The rollback took ${back.at - decidedAt < 1000 ? "under 1 s" : between(decidedAt, back.at)}, from the decision until the controller saw that the load balancer sent all traffic to ${stable}.`,
    ...(moved === undefined || again === undefined
      ? []
      : [
          `An earlier call took effect late and moved traffic once more at ${clock(moved.at)}; all traffic was back again at ${clock(again.at)}.`,
        ]),
  ].join(" ");
}
