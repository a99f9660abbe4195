import type { Answer, Call } from "./call";
import type { ReleaseDocument } from "./document";
import { LIMITS, type Next, type Tick } from "./tick-state";

/**
 * Nothing is left to be done: but a call that is on its way may still undo what was sent back. Who gave a command is answered at once,
 * and looks again by itself.
 */
export function over(tick: Tick, now: number): Next {
  const { backAt, document, rounds, cause } = tick;
  const mayChange = backAt !== undefined && now - backAt < LIMITS.for;
  if (mayChange && cause.command === undefined && rounds < LIMITS.rounds) {
    return { tick: { ...tick, call: { kind: "wait", milliseconds: LIMITS.again } } };
  }
  const { outbox = [] } = document ?? {};
  return outbox.length > 0 ? { tick: { ...tick, call: { kind: "deliver", events: outbox } } } : finish(tick);
}

export function afterDelivery(
  tick: Tick,
  { events }: Extract<Call, { kind: "deliver" }>,
  answer: Answer,
): Next {
  const { document, etag } = tick;
  if (answer.kind === "failed" || document === undefined) return finish(tick); // the next tick tries again
  const told = document.outbox.filter(({ id }) => !events.some((event) => event.id === id));
  const written: ReleaseDocument = { ...document, rev: document.rev + 1, outbox: told };
  return { tick: { ...tick, isEnding: true, call: { kind: "write", document: written, etag } } };
}

export function finish({ document, look, refused, checks }: Tick): Next {
  if (document === undefined || look === undefined) return { failed: refused ?? "nothing was seen" };
  return { done: { document, look, ...(refused !== undefined && { refused }), ...(checks && { checks }) } };
}
