import type { Answer, Call } from "./call";
import { apply } from "./commands";
import { decide } from "./decide";
import { after, type Decision } from "./decision";
import { parseDocument, type ReleaseDocument } from "./document";
import { known, withoutFuture } from "./known";
import { holding, type WideLook } from "./look";
import { afterDelivery, finish, over } from "./tick-end";
import { isOut, LIMITS, type Next, type Tick } from "./tick-state";

/**
 * Returns the next state of a tick (one run of the controller) after the answer to the call in `tick.call`. A tick consists of
 * rounds. In each round, it reads the document and the environment, decides, writes the document if nobody else has written it, and acts.
 * Other code makes the calls, so a test
 * can run two ticks in every order of their calls. docs/decisions/0019-releases-run-in-aws.md says why a tick has these steps.
 *
 * @param now milliseconds of a monotonic clock, which tells how long the tick has been running
 */
export function next(tick: Tick, answer: Answer, now: number): Next {
  const { call } = tick;
  const going: Tick = { ...tick, startedAt: tick.startedAt ?? now };
  switch (call.kind) {
    case "read":
      return afterRead(going, answer);
    case "keep":
      return answer.kind === "failed" ? { failed: answer.message } : lookFor(going, undefined);
    case "look":
      return answer.kind === "look" ? afterLook(going, answer.look, now) : failedBy(answer);
    case "lock":
      return afterLock(going, answer, now);
    case "write":
      return afterWrite(going, call, answer, now);
    case "record":
      return afterRecord(going, answer, now);
    case "move":
      return afterMove(going, now);
    case "wait": {
      const { justMoved: _, ...rested } = going;
      return again(rested, now);
    }
    case "unlock":
      return again(going, now);
    case "deliver":
      return afterDelivery(going, call, answer);
  }
}

const failedBy = (answer: Answer): Next => ({
  failed: answer.kind === "failed" ? answer.message : `${answer.kind} is no answer to this`,
});

function afterRead(tick: Tick, answer: Answer): Next {
  if (answer.kind === "none") {
    const { document: _, etag: __, ...rest } = tick;
    return lookFor(rest, undefined);
  }
  if (answer.kind !== "document") return failedBy(answer);
  const read = parseDocument(answer.text);
  const found: Tick = { ...tick, etag: answer.etag };
  if ("unreadable" in read) {
    const { document: _, ...rest } = found;
    return { tick: { ...rest, call: { kind: "keep", text: answer.text } } };
  }
  const { command } = tick.cause;
  const before = read.commands.find(({ id }) => id === command?.id);
  return lookFor({ ...found, commandIsDone: tick.commandIsDone || before !== undefined }, read);
}

function lookFor(tick: Tick, document: ReleaseDocument | undefined): Next {
  const { command, alarms } = tick.cause;
  const kind = tick.commandIsDone ? undefined : command?.kind;
  const gaining = kind === "set" ? [...alarms.blue, ...alarms.green] : [];
  const starting =
    command?.kind === "start" && kind === "start" ? [...alarms[command.to], ...command.alarms] : [];
  // Without a document, only the recorded weights tell whether the listener's weights are right.
  const isFirst = document === undefined && tick.etag === undefined;
  const wanted = {
    urgent: (kind === "rollback" && !isFirst) || (kind === undefined && document?.phase === "back"),
    wide: kind === "start",
    document,
    alarms: [...gaining, ...starting],
  };
  return { tick: { ...tick, ...(document && { document }), call: { kind: "look", wanted } } };
}

function afterLook(read: Tick, shown: WideLook, now: number): Next {
  const before = read.document && withoutFuture(read.document, shown.now);
  const tick: Tick = { ...read, ...(before && { document: before }) };
  const { alarm, command, requestId, alarms } = tick.cause;
  // An alarm's event from before the release is ignored. Such an event can still arrive, because events may come late or twice.
  const { startedAt = 0 } = tick.document?.release ?? {};
  const look: WideLook =
    alarm === undefined || alarm.at < startedAt
      ? shown
      : { ...shown, alarms: { ...shown.alarms, [alarm.name]: "ALARM" } };
  const found = known(tick, look);
  if ("failed" in found) return found;
  const { document, events } = found;
  const isNew = document !== read.document;
  const seen: Tick = { ...tick, look };
  const plainly = (over: Tick) => swap(over, after(events, decide(document, look)), isNew, now);
  if (tick.commandIsDone || command === undefined) return plainly(seen);
  const applied = apply(document, command, look, requestId, alarms);
  const checked: Tick = { ...seen, ...(applied.checks && { checks: applied.checks }) };
  if ("refused" in applied) return plainly({ ...checked, refused: applied.refused, commandIsDone: true });
  if (applied.document === document) return plainly({ ...checked, commandIsDone: true });
  if (applied.lock && !tick.isLocked) {
    return { tick: { ...checked, call: { kind: "lock", id: command.id, by: command.by } } };
  }
  const commands = [...applied.document.commands, { id: command.id }].slice(-COMMANDS);
  const follows = decide({ ...applied.document, commands }, look);
  return swap(checked, after([...events, ...applied.events], follows), true, now);
}

/** The number of commands whose ids the document keeps. */
const COMMANDS = 16;

function afterLock(tick: Tick, answer: Answer, now: number): Next {
  const { look } = tick;
  if (answer.kind === "done" && look !== undefined) return afterLook({ ...tick, isLocked: true }, look, now);
  const why =
    answer.kind === "held"
      ? holding(answer.lock)
      : `the environment's lock could not be taken${answer.kind === "failed" ? `: ${answer.message}` : ""}`;
  return over({ ...tick, refused: why, commandIsDone: true }, now);
}

const PAUSE: Call = { kind: "wait", milliseconds: LIMITS.again };

/** Writes the decision's document. The decision's action follows only after that write. */
function swap(tick: Tick, decision: Decision, isNew: boolean, clock: number): Next {
  const { document, act, events } = decision;
  const { now } = tick.look as WideLook;
  // The last move set the same weight: it may not be visible yet, or it was throttled. The tick waits before it repeats the move.
  if (act?.kind === "move" && act.green === tick.justMoved)
    return isOut(tick, clock) ? over(tick, clock) : { tick: { ...tick, call: PAUSE } };
  const isAsBefore = !isNew && act === undefined && events.length === 0;
  if (isAsBefore && JSON.stringify(document) === JSON.stringify(tick.document))
    return over({ ...tick, document }, clock);
  const rev = document.rev + 1;
  const lines = events.map((event, index) => ({
    id: `${rev}-${index}`,
    at: new Date(now).toISOString(),
    ...event,
  }));
  const written: ReleaseDocument = { ...document, rev, outbox: [...document.outbox, ...lines] };
  return { tick: { ...tick, act, call: { kind: "write", document: written, etag: tick.etag } } };
}

const OVERTAKEN =
  "other runs of the controller keep changing the document: send the command again with the same id";

function afterWrite(
  tick: Tick,
  { document }: Extract<Call, { kind: "write" }>,
  answer: Answer,
  now: number,
): Next {
  if (answer.kind === "failed" && tick.rounds >= LIMITS.failures) return { failed: answer.message };
  if (answer.kind !== "written") {
    if (tick.isEnding) return finish(tick);
    // Lambda retries the event of an alarm after an error:
    // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
    return isOut(tick, now) ? { failed: OVERTAKEN } : again(tick, now);
  }
  const written: Tick = { ...tick, document, etag: answer.etag, commandIsDone: true };
  const { act } = tick;
  if (tick.isEnding || act === undefined) return tick.isEnding ? finish(written) : over(written, now);
  switch (act.kind) {
    case "unlock":
      return { tick: { ...written, call: { kind: "unlock", id: act.id } } };
    case "record":
      return { tick: { ...written, call: { kind: "record", green: act.green } } };
    case "move":
      if (tick.moves >= LIMITS.moves || now - (tick.startedAt ?? now) >= LIMITS.time)
        return over(written, now);
      return act.forward
        ? { tick: { ...written, call: { kind: "record", green: act.green } } }
        : move(written, act.green, now);
  }
}

function move(tick: Tick, green: number, now: number): Next {
  const { document, act } = tick;
  const isBack = act?.kind === "move" && !act.forward;
  return {
    tick: {
      ...tick,
      moves: tick.moves + 1,
      justMoved: green,
      ...(isBack && { backAt: tick.backAt ?? now }),
      call: { kind: "move", listenerArn: (document as ReleaseDocument).listenerArn, green },
    },
  };
}

/**
 * Handles the answer to the call that records the new weight of green. If the action is a move with `forward: true`, the tick changes the
 * listener's weights only after this call succeeded, because the next plan reads the recorded weight.
 */
function afterRecord(tick: Tick, answer: Answer, now: number): Next {
  const { act } = tick;
  const isForward = act?.kind === "move" && act.forward;
  if (!isForward) return again(tick, now);
  return answer.kind === "done" ? move(tick, act.green, now) : again({ ...tick, moves: tick.moves + 1 }, now);
}

/**
 * Continues after a move. AWS's answer to the call is ignored, because weights may have moved although the call failed. The next look shows
 * the weights.
 */
function afterMove(tick: Tick, now: number): Next {
  const { act } = tick;
  return act?.kind === "move" && !act.forward
    ? { tick: { ...tick, call: { kind: "record", green: act.green } } }
    : again(tick, now);
}

/** Starts the next round, if the tick has time left. */
function again(tick: Tick, now: number): Next {
  if (isOut(tick, now)) return over(tick, now);
  // The lock counts as not taken: another tick may have freed it, because the release that took it is not in the document yet.
  const { act: _, isLocked: __, ...rest } = tick;
  return { tick: { ...rest, rounds: tick.rounds + 1, call: { kind: "read" } } };
}
