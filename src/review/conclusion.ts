import type { Review } from "./review";
import { data, type Text, text } from "./text";

/** What a review comes to, in words. */
export interface Conclusion {
  readonly counts: string;
  /** Which data is lost. */
  readonly lost: string;
  /** What to do about it; empty where there is nothing to do. */
  readonly advice: Text;
}

export function conclude({ verdict, counts, ends, losses }: Review): Conclusion {
  const { create, update, replace, destroy, forget } = counts;
  const stateful = losses.filter((it) => it.stateful).length;
  const blocking = losses.filter((it) => it.blocking);
  const would = blocking.some((it) => it.unknownType) ? "would, or may," : "would";
  const blocked = verdict === "blocked";
  return {
    counts: `${create} to add, ${update} to change, ${replace} to replace, ${destroy} to destroy${forget > 0 ? `, ${forget} to forget` : ""}`,
    // Where all ends, nothing has to be allowed one by one.
    lost: blocked
      ? `${counted(blocking.length, "resource")} ${would} lose data.`
      : stateful > 0
        ? `${counted(stateful, "resource")} ${stateful === 1 ? "loses" : "lose"} data${ends ? "" : ", as allowed"}.`
        : "Nothing that holds data is lost.",
    advice: blocked
      ? text`If that is meant, allow each by its address: ${data("npm run plan -- --allow <address>...")}, in a pull request a line ${data("Allow-destroy: <address>")} of its description for each.`
      : text``,
  };
}

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
