import type { ReleaseDocument } from "../../../src/release/controller/document";
import { next } from "../../../src/release/controller/tick";
import type { Next, Tick } from "../../../src/release/controller/tick-state";
import type { Machine } from "./search-options";

/** A mutant of the controller that changes each document before it is written. */
const writing = (change: (document: ReleaseDocument, tick: Tick) => ReleaseDocument): Machine => ({
  next: (tick, answer, now) => {
    const following: Next = next(tick, answer, now);
    if (!("tick" in following) || following.tick.call.kind !== "write") return following;
    const { call } = following.tick;
    return {
      tick: { ...following.tick, call: { ...call, document: change(call.document, following.tick) } },
    };
  },
});

/** Faulty variants of the controller. The search has to find the fault of each of them. */
export const MUTANTS: Readonly<Record<string, Machine>> = {
  "no settling": writing((document) =>
    document.phase === "settling" ? { ...document, phase: "idle" } : document,
  ),
  "no own weights": writing((document) => ({ ...document, mine: [] })),
  "where it came from is an own weight": writing((document) => ({
    ...document,
    mine: [...document.mine, ...(typeof document.from === "number" ? [document.from] : [])],
  })),
  "no rising revision": writing((document, { document: before }) => ({ ...document, rev: before?.rev ?? 0 })),
  "no second look after 412": {
    next: (tick, answer, now) =>
      next(tick, answer.kind === "conflict" ? { kind: "written", etag: "etag" } : answer, now),
  },
  "the document is deleted at the end": { next, keeps: ({ phase }) => phase !== "idle" },
};
