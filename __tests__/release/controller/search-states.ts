import type { Call } from "../../../src/release/controller/call";
import type { ReleaseDocument } from "../../../src/release/controller/document";
import type { WideLook } from "../../../src/release/controller/look";
import type { Tick } from "../../../src/release/controller/tick-state";
import { lookOf, MINUTE, NOW } from "./made-up-documents";

/**
 * The number of states of the search is finite, because the states do not contain revisions, ETags, texts and lines of the
 * history. They know only two times: `NOW`, and `LONG_AGO`, which is longer ago than every waiting time. In each state the
 * present time is `NOW`; when time passes, all other times become `LONG_AGO`.
 */
export const LONG_AGO = NOW - 11 * MINUTE;

/** Numbers values: equal values have the same number. */
export class Numbers<T> {
  private readonly known = new Map<string, number>();
  readonly values: T[] = [];

  of(value: T, key = JSON.stringify(value)): number {
    const found = this.known.get(key);
    if (found !== undefined) return found;
    this.known.set(key, this.values.length);
    this.values.push(value);
    return this.values.length - 1;
  }
}

const time = (at: number) => (at <= LONG_AGO ? LONG_AGO : NOW);
const sorted = <T>(list: readonly T[]) => [...list].sort();

/**
 * A document without the texts for people. Its fields are always in the same order, so that equal documents have the same JSON.
 */
export function plain(it: ReleaseDocument): ReleaseDocument {
  const { release } = it;
  return {
    schema: it.schema,
    rev: 1,
    listenerArn: it.listenerArn,
    want: it.want,
    ...(it.from !== undefined && { from: it.from }),
    mine: sorted(it.mine),
    phase: it.phase,
    ...(release && {
      release: { ...ordered(release), startedAt: LONG_AGO, reason: "", requestId: "", by: "" },
    }),
    ...(it.ended && { ended: it.ended }),
    movedAt: time(it.movedAt),
    ...(it.wrongSince !== undefined && { wrongSince: time(it.wrongSince) }),
    ...(it.warned && { warned: it.warned }),
    ...(it.forced && { forced: it.forced }),
    reason: "",
    commands: sorted(it.commands.map(({ id }) => id)).map((id) => ({ id })),
    outbox: [],
  };
}

const ordered = <T extends object>(it: T): T =>
  Object.fromEntries(Object.entries(it).sort(([a], [b]) => (a < b ? -1 : 1))) as T;

/** A document eleven minutes later. */
export const older = (it: ReleaseDocument): ReleaseDocument => ({
  ...it,
  movedAt: LONG_AGO,
  ...(it.wrongSince !== undefined && { wrongSince: LONG_AGO }),
});

const SOME_LOOK: WideLook = lookOf();

/** A tick without the fields that it no longer reads when it makes its call. */
export function plainTick(it: Tick): Tick {
  const { call, look, document } = it;
  const isAskedFor = call.kind === "lock";
  return {
    cause: it.cause,
    call: it.call.kind === "wait" ? { kind: "read" } : plainCall(call),
    startedAt: NOW,
    moves: it.moves,
    rounds: it.rounds,
    ...(it.justMoved !== undefined && call.kind !== "wait" && { justMoved: it.justMoved }),
    ...(it.backAt !== undefined && { backAt: it.backAt }),
    ...(document && { document: plain(document) }),
    ...(it.etag !== undefined && { etag: "etag" }),
    look: isAskedFor && look ? look : SOME_LOOK,
    ...(it.act && { act: it.act }),
    commandIsDone: it.commandIsDone,
    ...(it.isLocked && { isLocked: it.isLocked }),
    ...(it.refused !== undefined && { refused: "refused" }),
    isEnding: it.isEnding,
  };
}

function plainCall(call: Call): Call {
  if (call.kind === "write")
    return { kind: "write", document: plain(call.document), etag: call.etag && "etag" };
  if (call.kind !== "look") return call;
  const { document, ...wanted } = call.wanted;
  return { kind: "look", wanted: { ...wanted, document: document && plain(document) } };
}

/** The key by which ticks are compared. After a write, a tick uses of its document only that it exists. */
export function keyOf(it: Tick): string {
  const { document, look, ...rest } = it;
  const isRead = it.call.kind === "look" || it.call.kind === "lock" || it.call.kind === "keep";
  return JSON.stringify([rest, isRead ? document : document !== undefined, it.call.kind === "lock" && look]);
}
