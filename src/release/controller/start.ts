import { type PerColor, perColor, weightOf, weightsOfGreen } from "./color";
import type { Applied, Command } from "./command";
import { draft } from "./decision";
import type { Release, ReleaseDocument } from "./document";
import { toStep } from "./forward";
import { liveWeight, type WideLook } from "./look";
import { preflight } from "./preflight";

/** Carries out `start`: begins a release if every check of the preflight passes. */
export function started(
  document: ReleaseDocument,
  command: Extract<Command, { kind: "start" }>,
  look: WideLook,
  requestId: string,
  ownAlarms: PerColor<readonly string[]>,
): Applied {
  const { to: candidate, minRequests, maxBakeMinutes, reason, by, id } = command;
  const share = weightOf(candidate, liveWeight(look) ?? 0);
  const steps = command.steps.filter(({ weight }) => weight > share);
  const alarms = [...new Set([...ownAlarms[candidate], ...command.alarms])];
  const checks = preflight(document, look, {
    id,
    candidate,
    steps,
    alarms,
    minRequests,
    sameImage: command.sameImage,
  });
  if (command.dryRun) return { document, events: [], checks };
  const { runs } = look;
  if (checks.some(({ ok }) => !ok) || runs === undefined)
    return { refused: "preflight failed: no traffic was moved", checks };
  const release: Release = {
    id,
    candidate,
    steps,
    step: 0,
    approved: 0,
    alarms,
    minRequests,
    maxBakeMinutes,
    promoted: false,
    images: perColor((color) => runs[color].image),
    taskDefinitions: perColor((color) => runs[color].taskDefinition),
    by,
    requestId,
    reason,
    startedAt: look.now,
  };
  const { forced: _, ended: __, wrongSince: ___, ...rest } = document;
  const from = liveWeight(look) ?? 0;
  const begun = toStep(
    { ...rest, from, mine: [], reason: `started by ${by}`, release },
    release,
    0,
    look.now,
  );
  const event = draft(begun, "started", look, {
    by,
    requestId,
    from: weightsOfGreen(from),
    to: weightsOfGreen(begun.want),
    reason: [
      `${candidate}: ${[share, ...steps.map(({ weight }) => weight)].join(" -> ")} %`,
      ...(reason === "" ? [] : [reason]),
    ].join("; "),
  });
  return { document: begun, events: [event], checks, lock: true };
}
