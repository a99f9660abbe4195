import { otherColor, weightOf } from "../controller/color";
import { describe } from "../controller/decision";
import type { Release, ReleaseDocument } from "../controller/document";
import type { Pause } from "../controller/events";
import { canTakeBack, holding, inAlarm, type Look, targetWords } from "../controller/look";
import { typed } from "../controller/typed";

/**
 * Returns the lines for a paused release. The first line says what happens during the pause, as far as the look shows it. The other lines
 * have the possible commands.
 *
 * @param live the listener's present weights in words
 */
export function whilePaused(
  suffix: string,
  { want }: ReleaseDocument,
  release: Release,
  look: Look,
  live: string,
): readonly string[] {
  const { candidate, steps, step, paused, minRequests, maxBakeMinutes } = release;
  const says = (words: string) => typed(suffix, words);
  const next = steps[step + 1]?.weight;
  const goOn: Readonly<Record<Pause, string>> = {
    asked: "to go on from here",
    approval: `to approve the next step, which gives ${candidate} ${next} %`,
    inconclusive: `to watch the step for at most ${maxBakeMinutes} more minutes, until there are ${minRequests} requests`,
    "too few targets": `to go on${next === undefined ? "" : ` to ${next} %`}, when enough tasks of ${candidate} are healthy`,
  };
  const unjudged = paused === "inconclusive" ? ", NOT JUDGED" : ", without the steps between";
  const share =
    look.live === want
      ? `${candidate} has ${weightOf(candidate, want)} %`
      : `wanted: ${describe(want)}; now: ${live}`;
  return [
    `no step begins until somebody decides; ${[share, ...backWords(release, look), lockWords(release, look)].join("; ")}`,
    `${goOn[paused ?? "asked"]}: ${says("resume")}`,
    `to send all traffic back to ${otherColor(candidate)}: ${says("rollback")}`,
    // If the candidate has too few targets for the next step, it also has too few for all traffic.
    ...(next === undefined || paused === "too few targets"
      ? []
      : [`to send all traffic to ${candidate} now${unjudged}: ${says("promote")}`]),
  ];
}

/** Returns words that say whether an alarm sends traffic back, and whether the stable color can take all traffic. */
function backWords({ candidate, alarms }: Release, look: Look): readonly string[] {
  const stable = otherColor(candidate);
  const bad = inAlarm(look).filter((name) => alarms.includes(name));
  const unseen = alarms.filter((name) => look.alarms?.[name] === undefined);
  return [
    bad.length > 0
      ? `in ALARM: ${bad.join(", ")}: as long as the controller runs, it sends all traffic back`
      : unseen.length > 0
        ? `NOT KNOWN whether an alarm sends all traffic back: ${unseen.length} of ${alarms.length} release alarms cannot be seen`
        : "as long as the controller runs, an alarm sends all traffic back",
    ...(look.targets[stable] === undefined
      ? [`NOT KNOWN whether ${stable} can take all traffic: its targets cannot be seen`]
      : canTakeBack(look, stable)
        ? []
        : [`${stable} CANNOT take all traffic now (targets: ${targetWords(look)})`]),
  ];
}

function lockWords({ id }: Release, { lock }: Look): string {
  if (lock === undefined)
    return "NOT KNOWN whether a deploy can begin: the environment's lock cannot be seen";
  if (lock === "nobody") return "NOBODY holds the environment's lock, so a deploy can begin";
  return lock.id === id ? "no deploy can begin, because the release holds the lock" : holding(lock);
}
