import { type Color, otherColor, weightOf } from "./color";
import { describe } from "./decision";
import type { ReleaseDocument, Step } from "./document";
import {
  canTakeBack,
  canTakeForward,
  holding,
  inAlarm,
  liveWeight,
  neededTargets,
  type WideLook,
} from "./look";

/** A check of the preflight: a condition that has to be met before traffic moves. */
export interface Check {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
}

/** The release to check. */
export interface Plan {
  /** The id of the command `start`. If the environment's lock has the same id, the lock was already taken for this command. */
  readonly id: string;
  readonly candidate: Color;
  /** The steps above the candidate's present weight. */
  readonly steps: readonly Step[];
  readonly alarms: readonly string[];
  readonly minRequests: number;
  readonly sameImage: boolean;
}

/** Checks whether a release may begin. If a part of the environment could not be read, the check of this part fails. */
export function preflight(document: ReleaseDocument, look: WideLook, plan: Plan): Check[] {
  const { id, candidate, steps, alarms, sameImage } = plan;
  const { lock, recorded, live, runs } = look;
  const stable = otherColor(candidate);
  const weight = liveWeight(look);
  const share = weight === undefined ? undefined : weightOf(candidate, weight);
  const [own, other] = [look.targets[candidate], look.targets[stable]];
  const bad = inAlarm(look).filter((name) => alarms.includes(name));
  const unseen = alarms.filter((name) => look.alarms?.[name] === undefined);
  const unjudged = alarms.filter((name) => look.alarms?.[name] === "INSUFFICIENT_DATA");
  const [first] = steps;
  const images = runs && [runs[candidate].image, runs[stable].image];
  const isSame = images !== undefined && images[0] === images[1];
  return [
    {
      what: "no release is under way",
      ok: document.phase === "idle",
      found: document.phase === "idle" ? "none" : notIdle(document),
    },
    {
      what: "nobody deploys",
      ok: lock === "nobody" || lock?.id === id,
      found:
        lock === undefined
          ? unknown(look)
          : lock === "nobody"
            ? "no lock"
            : `${holding(lock)} since ${new Date(lock.since).toISOString()}`,
    },
    {
      what: "the recorded weights are the live ones",
      ok: recorded !== undefined && recorded === live,
      found:
        weight === undefined
          ? unknown(look)
          : `live ${describe(weight)}${recorded === live ? "" : `; recorded ${typeof recorded === "number" ? describe(recorded) : (recorded ?? "unknown")}`}`,
    },
    {
      what: `${candidate} has less traffic than the release gives it`,
      ok: first !== undefined && share !== undefined,
      found: `${share ?? "?"} %${first === undefined ? ", no step of the release is above this weight" : ""}`,
    },
    {
      what: "the weights of the steps rise",
      ok: steps.every((it, index) => it.weight > (steps[index - 1]?.weight ?? -1)),
      found: steps.map((it) => `${it.weight} %`).join(", ") || "none",
    },
    {
      what: `${candidate} has all its tasks, healthy`,
      ok:
        own !== undefined &&
        runs !== undefined &&
        runs[candidate].desired > 0 &&
        own.healthy >= runs[candidate].desired,
      found:
        own === undefined || runs === undefined
          ? unknown(look)
          : `${own.healthy} healthy of ${own.registered} targets, ${runs[candidate].running} of ${runs[candidate].desired} tasks running`,
    },
    {
      what: `${candidate} can take ${first?.weight ?? "?"} %`,
      ok: first !== undefined && canTakeForward(look, candidate, first.weight) === "yes",
      found:
        own === undefined || other === undefined
          ? unknown(look)
          : steps
              .map(({ weight: it }) => `${it} %: ${need(own.healthy, neededTargets(own, other, it))}`)
              .join("; "),
    },
    {
      what: `${stable} can take all traffic back`,
      ok: other !== undefined && other.healthy > 0 && canTakeBack(look, stable),
      found: other === undefined ? unknown(look) : `${other.healthy} healthy of ${other.registered} targets`,
    },
    {
      what: `${candidate} runs what was deployed`,
      ok: runs !== undefined && runs[candidate].problems.length === 0,
      found:
        runs === undefined
          ? unknown(look)
          : [
              `${runs[candidate].taskDefinition} (${runs[candidate].image})`,
              ...runs[candidate].problems,
            ].join("; "),
    },
    {
      what: `${candidate} has another image than ${stable}`,
      ok: images !== undefined && (!isSame || sameImage),
      found:
        images === undefined
          ? unknown(look)
          : isSame
            ? `the same, ${images[0]}: ${sameImage ? "as --same-image allows" : "with --same-image, the release starts nevertheless"}`
            : `${images[0]}; ${stable} has ${images[1]}`,
    },
    {
      what: "no release alarm is in ALARM",
      ok: bad.length === 0 && unseen.length === 0,
      found: [
        `${alarms.length} alarm${alarms.length === 1 ? "" : "s"}`,
        ...(bad.length > 0 ? [`in ALARM: ${bad.join(", ")}`] : []),
        ...(unseen.length > 0 ? [`cannot be seen: ${unseen.join(", ")}`] : []),
        ...(unjudged.length > 0 ? [`not judged (too few requests or answers): ${unjudged.join(", ")}`] : []),
      ].join("; "),
    },
    {
      what: "a step counts only with enough requests",
      ok: true,
      found:
        plan.minRequests === 0
          ? "NOT JUDGED by requests: minRequests is 0"
          : `${plan.minRequests} requests to ${candidate} in each step`,
    },
  ];
}

const unknown = ({ unknown: why }: WideLook): string => `cannot be seen: ${why.join("; ")}`;

const need = (has: number, needs: number): string =>
  has >= needs
    ? "yes"
    : `the release pauses before this step, which needs ${needs} healthy targets (now: ${has})`;

/** Returns what is under way, in words. The function is only for documents whose phase is not `idle`. */
export function notIdle({ phase, reason, release }: ReleaseDocument): string {
  if (phase === "settling") return `traffic settles for ten minutes (${reason})`;
  if (phase === "foreign" || phase === "held")
    return `${reason}: repair lets the controller go on from the live weights`;
  return `a release of ${release?.candidate ?? "a color"} is under way (${phase}), started by ${release?.by ?? "?"}`;
}
