import { RefusedError } from "../../terminal/refused";
import type { HistoryLine } from "../client/history";
import { type Color, greenWhere } from "../controller/color";
import { MINUTE } from "../controller/decision";
import type { AlarmState, Band, ReleaseTime } from "./report";

/**
 * The plots begin 5 minutes before a release's start, to show the numbers from before the release. The plots usually end 10 minutes after
 * the release's end, because the controller watches the listener for 10 minutes after a release (phase `settling`).
 */
const BEFORE = 5 * MINUTE;
const AFTER = 10 * MINUTE;

/** Actions of history lines that end a release. */
const ENDS: readonly string[] = ["completed", "rolled back"];

/** Actions of history lines after which all traffic still has to go back. */
const BACK: readonly string[] = ["going back", "not rolled back", "stuck"];

/**
 * Finds a release in the lines of the release history.
 *
 * @param id the release's id, or the beginning of the id.
 * @default - the newest release
 * @param now the present time in milliseconds since 1970. If a release is under way, its plots end at this time
 * @throws RefusedError if no release has this id, or if the ids of several releases begin with it
 */
export function releaseOf(
  history: readonly HistoryLine[],
  id: string | undefined,
  now: number,
  suffix: string,
): ReleaseTime {
  const ids = [...new Set(history.flatMap(({ release = "" }) => (release === "" ? [] : [release])))];
  if (ids.length === 0) throw new RefusedError(`the history of ${suffix} has no release`);
  const found = id === undefined ? ids.slice(-1) : ids.filter((it) => it.startsWith(id));
  const [one, ...others] = found.includes(id ?? "") ? [id] : found;
  if (one === undefined) {
    throw new RefusedError(
      `no release has an id that begins with ${id}; the newest ids are ${ids.slice(-5).join(", ")}`,
    );
  }
  if (others.length > 0)
    throw new RefusedError(`the ids of several releases begin with ${id}: ${found.join(", ")}`);
  const lines = history.filter(({ release }) => release === one);
  const times = lines.map(({ at }) => Date.parse(at));
  const startedAt = times[0] ?? 0;
  const last = times.at(-1) ?? startedAt;
  // After `completed` or `rolled back`, traffic can still be sent back: an alarm goes to ALARM late, or an earlier call takes effect late.
  const decisive = lines.findLast(({ action }) => ENDS.includes(action) || BACK.includes(action));
  const ending = decisive && ENDS.includes(decisive.action) ? decisive : undefined;
  const endedAt = ending && Date.parse(ending.at);
  // The controller's lines have the id of the release in the release document. A later line without this release's id shows that the
  // document no longer contains this release. So this release is over, even if none of its own lines says so.
  const next = history
    .slice(history.findLastIndex(({ release }) => release === one) + 1)
    .find(({ action, release }) => release !== one && action !== "unlocked");
  const until = next ? Date.parse(next.at) : now;
  // The plots do not go beyond the present time, because the future would look like a time without requests. They do not go beyond the
  // first line that no longer belongs to the release, because the weights after it are not this release's weights.
  const to = Math.max(last, endedAt === undefined ? until : Math.min(endedAt + AFTER, until));
  return {
    id: one,
    candidate: lines.find(({ candidate }) => candidate !== undefined)?.candidate ?? "green",
    lines,
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
    ...(endedAt === undefined && next && { followedBy: next }),
    shown: { from: startedAt - BEFORE, to },
  };
}

/** The candidate's weight in percent. The candidate got this weight at the time `at`, in milliseconds since 1970. */
export interface Weight {
  readonly at: number;
  readonly weight: number;
}

/**
 * Actions of history lines. If a line has one of these actions, the line's field `to` contains the listener's new weights. If a line has
 * another action, the field `to` is missing, or it contains planned weights. The listener perhaps never got the planned weights.
 */
const MOVES: readonly string[] = [
  "started",
  "shifting",
  "moved again",
  "completed",
  "rolled back",
  "set",
  "repaired",
  "held",
  "foreign",
];

/** Returns the weights that the candidate had during a release, the oldest first. */
export function weightsOver({ lines, candidate, shown }: ReleaseTime): readonly Weight[] {
  const weights: Weight[] = [];
  for (const { action, at, from, to } of lines) {
    if (weights.length === 0 && from !== undefined) weights.push({ at: shown.from, weight: from[candidate] });
    const reached = MOVES.includes(action) ? to?.[candidate] : undefined;
    if (reached !== undefined && reached !== weights.at(-1)?.weight) {
      weights.push({ at: Date.parse(at), weight: reached });
    }
  }
  return weights;
}

/** Converts the candidate's weights to green's weights. */
export const greenOf = (candidate: Color, weights: readonly Weight[]): readonly Weight[] =>
  weights.map(({ at, weight }) => ({ at, weight: greenWhere(candidate, weight) }));

/** A change of an alarm's state, from CloudWatch's alarm history. */
export interface Change {
  readonly at: number;
  readonly was?: AlarmState;
  readonly is: AlarmState;
}

/**
 * Returns an alarm's states during a release, as bands. Each band is a period with one state. The states come from two sources: the changes
 * in CloudWatch's alarm history, and the states in the lines of the release history. The function puts the changes and the lines into one
 * list, and sorts the list by time. The time before the list's first entry has a band only if this entry contains the alarm's earlier
 * state.
 */
export function bandsOf(
  name: string,
  changes: readonly Change[],
  { lines, shown }: Pick<ReleaseTime, "lines" | "shown">,
): readonly Band[] {
  const seen = lines.flatMap(({ at, alarms }): Change[] => {
    const state = alarms?.[name];
    return isState(state) ? [{ at: Date.parse(at), is: state }] : [];
  });
  const all = [...changes, ...seen].sort((a, b) => a.at - b.at);
  const [first] = all;
  if (first?.was !== undefined) all.unshift({ at: shown.from, is: first.was });
  const bands: Band[] = [];
  for (const [index, { at, is }] of all.entries()) {
    const [from, to] = [Math.max(at, shown.from), Math.min(all[index + 1]?.at ?? shown.to, shown.to)];
    const last = bands.at(-1);
    if (to <= from) continue;
    if (last?.state === is) bands.splice(-1, 1, { ...last, to });
    else bands.push({ from, to, state: is });
  }
  return bands;
}

export const isState = (it: unknown): it is AlarmState =>
  it === "OK" || it === "ALARM" || it === "INSUFFICIENT_DATA";
