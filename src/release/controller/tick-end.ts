import type { Answer, Call } from "./call";
import { TIMES } from "./decision";
import type { ReleaseDocument } from "./document";
import { LIMITS, type Next, type Tick } from "./tick-state";

/**
 * Continues a tick (one run of the controller) that has nothing left to decide. For ten seconds after the tick has sent traffic back, it
 * reads the environment again every two seconds, because an earlier call may take effect late and undo the rollback. If a
 * tick carries out a command, it does not read again: the command's sender gets the answer at once and asks for the state again. At the end
 * the tick delivers the lines of the outbox: history lines and messages that are still to be delivered.
 */
export function over(tick: Tick, now: number): Next {
  const { backAt, document, rounds, cause } = tick;
  const mayChange = backAt !== undefined && now - backAt < LIMITS.for;
  if (mayChange && cause.command === undefined && rounds < LIMITS.rounds) {
    return { tick: { ...tick, call: { kind: "wait", milliseconds: LIMITS.again } } };
  }
  const { outbox = [] } = document ?? {};
  const isLate = now - (tick.startedAt ?? now) >= LIMITS.tell; // then the next tick delivers the lines
  return outbox.length > 0 && !isLate
    ? { tick: { ...tick, call: { kind: "deliver", events: outbox } } }
    : finish(tick);
}

export function afterDelivery(
  tick: Tick,
  { events }: Extract<Call, { kind: "deliver" }>,
  answer: Answer,
): Next {
  const { document, etag } = tick;
  if (answer.kind !== "delivered" || document === undefined) return finish(tick); // the next tick tries again
  const { left } = answer;
  const outbox = document.outbox.flatMap((event) =>
    events.some(({ id }) => id === event.id) ? left.filter(({ id }) => id === event.id) : [event],
  );
  if (JSON.stringify(outbox) === JSON.stringify(document.outbox)) return finish(tick);
  const written: ReleaseDocument = { ...document, rev: document.rev + 1, outbox };
  return { tick: { ...tick, isEnding: true, call: { kind: "write", document: written, etag } } };
}

/**
 * Returns the result of a tick (one run of the controller). A tick fails if it has no release document or no look (one reading of the
 * environment). A tick that carries out no command, for example a scheduled tick, also fails in two other cases: a part of the environment
 * could not be read, or a line of the release history has waited for its delivery for three minutes. AWS adds each failure to the
 * function's `Errors` metric. An alarm watches this metric.
 */
export function finish({ document, look, refused, checks, cause }: Tick): Next {
  if (document === undefined || look === undefined) return { failed: refused ?? "nothing was seen" };
  if (cause.command === undefined) {
    const [oldest] = document.outbox;
    if (look.unknown.length > 0) return { failed: `cannot be seen: ${look.unknown.join("; ")}` };
    if (oldest !== undefined && look.now - Date.parse(oldest.at) >= TIMES.wrong) {
      return {
        failed: `${document.outbox.length} lines of the history, the oldest from ${oldest.at}, could not be written or sent`,
      };
    }
  }
  return { done: { document, look, ...(refused !== undefined && { refused }), ...(checks && { checks }) } };
}
