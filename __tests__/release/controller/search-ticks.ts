import type { Answer } from "../../../src/release/controller/call";
import type { ReleaseDocument } from "../../../src/release/controller/document";
import { next } from "../../../src/release/controller/tick";
import { type Cause, LIMITS, type Next, type Tick } from "../../../src/release/controller/tick-state";
import { NOW } from "./made-up-documents";
import type { Machine, Options } from "./search-options";
import { keyOf, Numbers, older, plain, plainTick } from "./search-states";
import { NONE, ordered, type Running, type State, without, withTick } from "./search-world";

type Ended = { readonly ended: "done" | "refused" | "failed" };

/** The documents and ticks of a search by their numbers, and the steps between them. */
export class Ticks {
  readonly documents = new Numbers<ReleaseDocument>();
  readonly ticks = new Numbers<Tick>();
  readonly beginnings = new Map<string, number>();
  private readonly numbers = new WeakMap<ReleaseDocument, number>();
  private readonly steps = new Map<string, number | Ended>();
  private readonly agedDocuments = new Map<number, number>();
  private readonly machine: Machine;
  /** The first fault that was found. */
  violation: string | undefined;

  constructor({ machine = { next } }: Options) {
    this.machine = machine;
  }

  /** The state eleven minutes later. */
  later(state: State): State {
    const { document, lock, onTheirWay } = state;
    let aged = this.agedDocuments.get(document);
    if (aged === undefined) {
      const found = this.documents.values[document];
      aged = found === undefined ? NONE : this.documents.of(plain(older(found)));
      this.agedDocuments.set(document, aged);
    }
    return {
      ...state,
      document: aged,
      lock: lock === "" || lock.endsWith("!") ? lock : `${lock}!`,
      onTheirWay: ordered(onTheirWay.map(({ green }) => ({ green, isOld: true }))),
    };
  }
  /** The state after a tick has written the document. The other ticks have then read an outdated document. */
  written(state: State, index: number): State {
    const { at } = state.running[index] as Running;
    const { call, cause: why } = this.ticks.values[at] as Tick;
    if (call.kind !== "write") throw new Error(call.kind);
    const before = this.documents.values[state.document];
    const after = call.document;
    this.violation ??= stepOf(before, after, why);
    const isKept = this.machine.keeps?.(after) ?? true;
    const document = isKept ? this.remembering(after, state.running) : NONE;
    // Documents with the same bytes have the same ETag: only the revision distinguishes two documents with the same content.
    const isSame = call.document.rev === 0 && document === state.document;
    const running = state.running.map((it, other) =>
      other === index ? { ...it, isFresh: true } : isSame ? it : { ...it, isFresh: false },
    );
    if (isSame && state.running.some(({ isFresh }, other) => other !== index && isFresh))
      this.violation ??= "two ticks can swap the document that both have read";
    // A person's rollback is newer than the move by hand.
    return { ...state, document, running, isByHand: state.isByHand && why.command?.kind !== "rollback" };
  }

  /** A document that remembers only the commands of running ticks, because no other command arrives again. */
  private remembering(document: ReleaseDocument, running: readonly Running[]): number {
    if (document.commands.length === 0) {
      const known = this.numbers.get(document);
      if (known !== undefined) return known;
      const number = this.documents.of(document);
      this.numbers.set(document, number);
      return number;
    }
    const ids = running.map(({ at }) => (this.ticks.values[at] as Tick).cause.command?.id);
    return this.documents.of({
      ...document,
      commands: document.commands.filter(({ id }) => ids.includes(id)),
    });
  }

  answered(state: State, index: number, key: string, answers: readonly (() => Answer)[]): State {
    const tick = state.running[index] as Running;
    const memo = `${tick.at}:${key}`;
    let following = this.steps.get(memo);
    if (following === undefined) {
      following = tick.at;
      for (const answer of answers)
        if (typeof following === "number")
          following = this.step(this.ticks.values[following] as Tick, answer());
      this.steps.set(memo, following);
    }
    if (typeof following === "number") return withTick(state, index, { at: following });
    const over = this.ticks.values[tick.at] as Tick;
    this.violation ??= this.promise(state, over, following);
    const rest = without(state, index);
    const document = this.documents.values[state.document];
    if (over.cause.command === undefined || document === undefined) return rest;
    return { ...rest, document: this.remembering(document, rest.running) };
  }

  private step(tick: Tick, answer: Answer): number | Ended {
    const following: Next = this.machine.next(tick, answer, NOW);
    if ("failed" in following) return { ended: "failed" };
    if ("done" in following) return { ended: following.done.refused === undefined ? "done" : "refused" };
    const { call, act, look } = following.tick;
    if (
      act?.kind === "move" &&
      act.forward &&
      call.kind === "write" &&
      look?.alarms?.["errors-green"] === "ALARM"
    )
      this.violation ??= `moves to ${act.green} with an alarm in ALARM`;
    // A tick waits once instead of five times: a second look has the same effect as the last one.
    const waited: Tick =
      call.kind === "wait" ? { ...following.tick, backAt: NOW - LIMITS.for } : following.tick;
    const plainOne = plainTick(waited);
    const isRising = call.kind !== "write" || call.document.rev > (tick.document?.rev ?? 0);
    const at: Tick =
      isRising || plainOne.call.kind !== "write"
        ? plainOne
        : { ...plainOne, call: { ...plainOne.call, document: { ...plainOne.call.document, rev: 0 } } };
    return this.ticks.of(at, keyOf(at));
  }

  /** Checks the promise to the sender of a command: after a rollback that was answered with `done`, the document goes back. */
  private promise(state: State, { cause: why }: Tick, { ended }: Ended): string | undefined {
    const { phase, ended: how, release } = this.documents.values[state.document] ?? {};
    if (ended !== "done" || release?.id === "release-2") return undefined;
    const isBack = phase === "back" || phase === "foreign" || how === "rolled back";
    const isThere = phase === "idle" && this.documents.values[state.document]?.want === 0; // nothing was to be done
    return why.command?.kind === "rollback" && !isBack && !isThere
      ? `rollback is done, and the document is ${phase}`
      : undefined;
  }
}

/** Checks a write of the document: after a release has gone back, it must not go forward again. */
function stepOf(
  before: ReleaseDocument | undefined,
  after: ReleaseDocument,
  { command: asked }: Cause,
): string | undefined {
  const wentBack = before?.phase === "back" || before?.phase === "stuck" || before?.ended === "rolled back";
  const isForward = ["shifting", "baking", "paused"].includes(after.phase) || after.ended === "completed";
  return wentBack && isForward && before?.release?.id === after.release?.id && asked?.kind !== "start"
    ? `after it went back it goes forward: ${before?.phase} to ${after.phase}`
    : undefined;
}
