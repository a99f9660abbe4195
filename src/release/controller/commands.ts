import { sentBack, whereItIs } from "./back";
import { repaired, set } from "./by-hand";
import { greenWhere, otherColor, type PerColor, wholeColor } from "./color";
import { type Applied, type Asked, type Command, refused } from "./command";
import { beganAt, draft, liveNow } from "./decision";
import { parseDocument, type ReleaseDocument, type Step, UNDER_WAY } from "./document";
import { paused } from "./forward";
import { type Look, liveWeight, type WideLook } from "./look";
import { started } from "./start";

/**
 * Applies a command to the release document. A command changes only the document. The action in AWS follows from the decision (`decide.ts`)
 * about the changed document.
 */
export function apply(...asked: Parameters<typeof changed>): Applied {
  const applied = changed(...asked);
  if ("refused" in applied) return applied;
  // Not all values of a command have been checked so far. So the changed document is parsed once. If it cannot be parsed, the next tick
  // could not parse it either, and the command is refused.
  const read = parseDocument(JSON.stringify(applied.document));
  return "unreadable" in read ? refused(`the command is wrong: ${read.unreadable}`) : applied;
}

function changed(
  document: ReleaseDocument,
  command: Command,
  look: WideLook,
  requestId: string,
  ownAlarms: PerColor<readonly string[]>,
): Applied {
  const asked = { by: command.by, requestId, ...(command.reason !== "" && { reason: command.reason }) };
  switch (command.kind) {
    case "status":
      return { document, events: [] };
    case "start":
      return started(document, command, look, requestId, ownAlarms);
    case "pause":
    case "resume":
    case "promote":
      return inFlight(document, command.kind, look, asked);
    case "rollback":
      return rolledBack(document, command, look, asked);
    case "set":
      return set(document, command, look, asked, ownAlarms);
    case "repair":
      return repaired(document, look, asked);
    case "hold": {
      const { schema, rev, listenerArn, want, mine, commands, outbox } = document; // the fields about a release are dropped
      const { reason } = command;
      const held = { phase: "held", want: liveWeight(look) ?? want, movedAt: look.now, reason } as const;
      const changed: ReleaseDocument = { schema, rev, listenerArn, mine, commands, outbox, ...held };
      return { document: changed, events: [draft(document, "held", look, { ...liveNow(look), ...asked })] };
    }
  }
}

function inFlight(
  document: ReleaseDocument,
  kind: "pause" | "resume" | "promote",
  look: Look,
  asked: Asked,
): Applied {
  const { phase, release, want } = document;
  if (release === undefined || !["shifting", "baking", "paused"].includes(phase)) {
    return refused(
      UNDER_WAY.includes(phase)
        ? `traffic is being sent back (${document.reason}), so ${kind} is not possible`
        : "no release is under way",
    );
  }
  const { paused: why, pausedAt: _, ...going } = release;
  if (kind === "pause") {
    if (why !== undefined) return refused(`the release is paused already: ${document.reason}`);
    const { document: changed } = paused(document, release, "asked", look);
    return {
      document: changed,
      events: [draft(changed, "paused", look, { ...whereItIs(look, want), ...asked })],
    };
  }
  if (kind === "resume") {
    if (why === undefined) return refused("the release is not paused");
    // If the release was paused for an approval or for too few targets, and the listener has the step's weight, the phase is `baking`
    // again. The minutes before the pause then count as minutes of the step.
    const goesOn = (why === "approval" || why === "too few targets") && look.live === want;
    const changed: ReleaseDocument = {
      ...document,
      phase: goesOn ? "baking" : "shifting",
      ...(!goesOn && { movedAt: look.now }),
      reason: `resumed by ${asked.by}`,
      release: { ...going, ...(why === "approval" && { approved: release.step + 1 }) },
    };
    return { document: changed, events: [draft(changed, "resumed", look, asked)] };
  }
  if (release.promoted) return refused("the release is promoted already");
  const { steps, step } = release;
  const { weight = 0, bakeMinutes = 0 } = steps.at(-1) ?? {};
  if (steps[step]?.weight === 100) return refused("the release is at its last step already");
  const last: Step = weight === 100 ? (steps.at(-1) as Step) : { weight: 100, bakeMinutes, approval: false };
  const changed: ReleaseDocument = {
    ...document,
    ...(look.live === want ? { phase: "baking" } : { phase: "shifting", movedAt: look.now }),
    reason: `promoted by ${asked.by}`,
    release: { ...going, promoted: true, steps: [...steps.slice(0, step + 1), last] },
  };
  return { document: changed, events: [draft(changed, "promoted", look, asked)] };
}

function rolledBack(
  document: ReleaseDocument,
  { to: named, force }: Extract<Command, { kind: "rollback" }>,
  look: Look,
  asked: Asked,
): Applied {
  const { phase, release, want } = document;
  const isUnderWay = release !== undefined && UNDER_WAY.includes(phase);
  const goesTo = phase === "back" || phase === "stuck" ? wholeColor(want) : undefined;
  const stable = isUnderWay ? otherColor(release.candidate) : undefined;
  // If a release is stuck, the stable color has no target that can answer. So a person may choose the other color, even while that color's
  // alarms are in ALARM.
  const isElsewhere = phase === "stuck" && named !== undefined && named !== stable;
  const to = (isElsewhere ? named : stable) ?? named ?? goesTo;
  if (to === undefined)
    return refused("no release is under way, so neither color is the stable one: name the color with --to");
  if (named !== undefined && named !== to) {
    return refused(
      `${named} is the candidate of the release under way, and rollback goes to ${to}: ${
        phase === "back"
          ? `when all traffic is on ${to}, rollback --to ${named} is possible`
          : `promote sends all traffic to ${named}`
      }`,
    );
  }
  if (phase === "back" && to === goesTo && !force) return { document, events: [] };
  const isThere = document.want === greenWhere(to, 100) && look.live === document.want;
  if (isThere && (phase === "idle" || phase === "settling")) return { document, events: [] };
  // The document keeps its release only if that release is under way and goes back to its stable color. A release that has ended
  // does not tell which color is stable.
  const { forced: _, release: __, ...others } = document;
  const rest: ReleaseDocument = { ...others, ...(isUnderWay && !isElsewhere && { release }) };
  const changed = beganAt({ ...rest, ...(force && { forced: true }) }, look.live ?? "unseen");
  const decision = sentBack(changed, to, asked.reason ?? `asked by ${asked.by}`, look);
  const [going, ...further] = decision.events;
  return { ...decision, events: going === undefined ? [] : [{ ...going, ...asked }, ...further] };
}
