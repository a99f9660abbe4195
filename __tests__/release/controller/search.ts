import type { Answer } from "../../../src/release/controller/call";
import type { Command } from "../../../src/release/controller/command";
import type { ReleaseDocument } from "../../../src/release/controller/document";
import type { LockHolder } from "../../../src/release/controller/look";
import { next } from "../../../src/release/controller/tick";
import { begin, type Cause, LIMITS, type Next, type Tick } from "../../../src/release/controller/tick-state";
import { type Part, seen, world } from "./made-up-aws";
import { ALARMS, cause, command, idle, NOW, rollback, start, step } from "./made-up-documents";
import { keyOf, LONG_AGO, Numbers, older, plain, plainTick } from "./search-states";

/** The machine that is searched; a mutant is another one. */
export interface Machine {
  readonly next: typeof next;
  /** What stays of a document that was written. */
  readonly keeps?: (document: ReleaseDocument) => boolean;
}

export interface Options {
  readonly machine?: Machine;
  readonly faults: number;
  /** How many ticks there may be at once. */
  readonly ticks?: number;
  /** Green's weight before the release. */
  readonly from?: number;
  readonly weights?: readonly number[];
  /** Documents that one tick reads, and moves that it makes, at most; the product has LIMITS. */
  readonly rounds?: number;
  readonly moves?: number;
  /** What people and alarms may do, each once. */
  readonly asks?: readonly Ask[];
  readonly most?: number;
}

export const ASKS = ["start", "rollback", "promote", "start again", "alarm", "blip", "hand"] as const;
export type Ask = (typeof ASKS)[number];

export interface Found {
  readonly states: number;
  /** Different documents that were written. */
  readonly documents: number;
  /** What was wrong, and how it came to that. @default - nothing was */
  readonly violation?: string;
  readonly path?: readonly string[];
}

type Add = (label: string, following: State) => void;

interface Running {
  /** Number of its state. */
  readonly at: number;
  /** The document is still the one that it read. */
  readonly isFresh: boolean;
  /** Its look showed weights that a hand had set. */
  readonly sawHand: boolean;
}

interface State {
  /** Number of the document. */
  readonly document: number;
  readonly live: number;
  readonly recorded: number;
  /** 0: nobody; else who, and whether for long. */
  readonly lock: string;
  readonly isAlarm: boolean;
  /** The listener is where a hand moved it to. */
  readonly isByHand: boolean;
  readonly done: readonly Ask[];
  /** Calls to move that may land at any moment. */
  readonly onTheirWay: readonly { readonly green: number; readonly isOld: boolean }[];
  readonly running: readonly Running[];
  readonly faults: number;
}

const NONE = -1;
const COMMANDS: Partial<Record<Ask, (weights: readonly number[]) => Command>> = {
  start: (weights) => start({ steps: weights.map((weight) => step(weight)) }, "release-1"),
  "start again": (weights) => start({ steps: weights.map((weight) => step(weight)) }, "release-2"),
  rollback: () => rollback({ to: "blue" }, "rollback"),
  promote: () => command({ kind: "promote" }, "promote"),
};

type Ended = { readonly ended: "done" | "refused" | "failed" };
const FAILED: Answer = { kind: "failed", message: "500" };

/** Goes through every order in which ticks, people, alarms and faults can meet. */
export function search(options: Options): Found {
  const before = { ...LIMITS };
  const { rounds = 2, moves = 2 } = options;
  Object.assign(LIMITS, { rounds, moves, failures: rounds });
  try {
    return new Search(options).run();
  } finally {
    Object.assign(LIMITS, before);
  }
}

class Search {
  private readonly documents = new Numbers<ReleaseDocument>();
  private readonly ticks = new Numbers<Tick>();
  private readonly numbers = new WeakMap<ReleaseDocument, number>();
  private readonly beginnings = new Map<string, number>();
  private readonly steps = new Map<string, number | Ended>();
  private readonly agedDocuments = new Map<number, number>();
  private readonly healed = new Map<string, string>();
  private readonly known = new Map<string, number>();
  private readonly cameFrom: number[] = [];
  private readonly labels: string[] = [];
  private violation: string | undefined;

  private readonly machine: Machine;
  private readonly weights: readonly number[];
  private readonly from: number;

  constructor(private readonly options: Options) {
    this.machine = options.machine ?? { next };
    this.weights = options.weights ?? [50, 100];
    this.from = options.from ?? 10;
  }

  run(): Found {
    const first: State = {
      document: this.documents.of(plain(idle({ want: this.from }))),
      live: this.from,
      recorded: this.from,
      lock: "",
      isAlarm: false,
      isByHand: false,
      done: [],
      onTheirWay: [],
      running: [],
      faults: this.options.faults,
    };
    const stack: State[] = [first];
    const numbers: number[] = [0];
    this.know(first, 0, "");
    let wrong: number | undefined;
    while (stack.length > 0 && wrong === undefined) {
      const state = stack.pop() as State;
      const number = numbers.pop() as number;
      if (this.known.size > (this.options.most ?? 5_000_000)) throw new Error("too many states");
      if (state.running.length === 0 && state.onTheirWay.length === 0) {
        this.violation = this.healing(state);
        if (this.violation !== undefined) wrong = number;
      }
      if (wrong === undefined)
        this.successors(state, (label, following) => {
          if (wrong !== undefined) return;
          const found = this.know(following, number, label);
          if (found === undefined && this.violation === undefined) return;
          if (this.violation !== undefined) {
            this.labels.push(label);
            this.cameFrom.push(number);
            wrong = this.labels.length - 1;
            return;
          }
          stack.push(following);
          numbers.push(found as number);
        });
    }
    return {
      states: this.known.size,
      documents: this.documents.values.length,
      ...(wrong !== undefined &&
        this.violation !== undefined && { violation: this.violation, path: this.path(wrong) }),
    };
  }

  private know(state: State, from: number, label: string): number | undefined {
    const key = keyOfState(state);
    if (this.known.has(key)) return undefined;
    const number = this.labels.length;
    this.known.set(key, number);
    this.labels.push(label);
    this.cameFrom.push(from);
    return number;
  }

  private path(to: number): string[] {
    const path: string[] = [];
    for (let at = to; at !== 0; at = this.cameFrom[at] as number) path.push(this.labels[at] as string);
    return path.reverse();
  }

  // ---- what may happen

  private successors(state: State, add: Add): void {
    const { running, onTheirWay, done } = state;
    const canAsk = (ask: Ask) => (this.options.asks ?? ASKS).includes(ask) && !done.includes(ask);
    const asked = (ask: Ask) => [...done, ask].sort();
    if (canAsk("alarm") && state.document !== NONE)
      add("alarm", { ...state, isAlarm: true, done: asked("alarm") });
    const document = this.documents.values[state.document];
    if (
      canAsk("hand") &&
      !done.includes("rollback") &&
      document?.release &&
      document.from === undefined &&
      state.live !== this.from
    )
      add("hand", { ...state, live: this.from, isByHand: true, done: asked("hand") });
    onTheirWay.forEach(({ green }, index) => {
      add(`late call lands: ${green}`, {
        ...state,
        live: green,
        isByHand: false,
        onTheirWay: onTheirWay.filter((_, other) => other !== index),
      });
    });
    if (running.length === 0) add("11 minutes pass", this.later(state));
    if (running.length < (this.options.ticks ?? 2)) {
      this.begun("tick", state, cause(), add);
      if (canAsk("blip")) {
        const event = cause(undefined, { name: "errors-green", at: NOW });
        this.begun("alarm that is OK again", { ...state, done: asked("blip") }, event, add);
      }
      for (const ask of ASKS) {
        const make = COMMANDS[ask];
        if (make === undefined || !canAsk(ask)) continue;
        if ((ask === "promote" || ask === "start again") && !done.includes("start")) continue;
        // Nothing is on its way for longer than a release settles.
        if (ask.startsWith("start") && onTheirWay.some(({ isOld }) => isOld)) continue;
        this.begun(ask, { ...state, done: asked(ask) }, cause(make(this.weights)), add);
      }
    }
    running.forEach((_, index) => {
      this.goOn(state, index, add);
    });
  }

  /** A tick that has not read anything yet is as good as none: it begins with its first look. */
  private begun(label: string, state: State, why: Cause, add: Add): void {
    const isAsked = why.command !== undefined || why.alarm !== undefined;
    // One that nobody asked for, and that would look again, is as good as another one.
    const key = `${why.command?.id ?? why.alarm?.name}`;
    let at = this.beginnings.get(key);
    if (at === undefined) {
      const first = plainTick({ ...begin(why), ...(!isAsked && { rounds: LIMITS.rounds }) });
      at = this.ticks.of(first, keyOf(first));
      this.beginnings.set(key, at);
    }
    const tick: Running = { at, isFresh: false, sawHand: false };
    this.goOn({ ...state, running: [...state.running, tick] }, state.running.length, add, label);
  }

  private later(state: State): State {
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

  /** A running tick makes its call, in every way that this can end. */
  private goOn(state: State, index: number, add: Add, as?: string): void {
    const { at, isFresh } = state.running[index] as Running;
    const tick = this.ticks.values[at] as Tick;
    const { call } = tick;
    const name = as ?? `${index}: ${call.kind}`;
    const hasFault = state.faults > 0;
    const faulty = { ...state, faults: state.faults - 1 };
    const go = (label: string, of: State, key: string, ...answers: (() => Answer)[]) =>
      add(label, this.answered(of, index, key, answers));
    // Before anything is written, a tick that is killed is as good as none.
    if (hasFault && (["record", "move", "unlock"].includes(call.kind) || tick.isLocked))
      add(`${name}: killed before`, without(faulty, index));
    switch (call.kind) {
      case "read": {
        // What is read is told from what is there when it is swapped: as good as read in the moment of the look.
        const read = this.documents.values[state.document];
        const reads = (): Answer =>
          read === undefined
            ? { kind: "none" }
            : { kind: "document", text: JSON.stringify(read), etag: "etag" };
        const looks = (of: State, failing: readonly Part[], label: string) => {
          const sawHand = of.isByHand && !failing.includes("the load balancer");
          const wanted = {
            urgent: false,
            wide: true,
            document: read,
            alarms: [...ALARMS.blue, ...ALARMS.green],
          };
          go(
            label,
            withTick(of, index, { isFresh: true, sawHand }),
            `${of.document},${of.live},${of.recorded},${of.lock},${of.isAlarm},${failing}`,
            reads,
            () => ({ kind: "look", look: seen(this.asWorld(of), wanted, failing) }),
          );
        };
        looks(state, [], `${name} sees ${state.live}`);
        if (hasFault) {
          looks(faulty, ["the load balancer"], `${name} does not see the load balancer`);
          looks(faulty, ["alarms", "the recorded weights", "the lock"], `${name} does not see alarms`);
        }
        return;
      }
      case "lock": {
        const isOurs = state.lock === "" || state.lock.startsWith(`${call.id}`);
        const taken = state.lock === "" ? { ...state, lock: call.id } : state;
        if (isOurs) go(name, taken, "done", () => ({ kind: "done" }));
        else
          go(`${name} is held`, state, `h${state.lock}`, () => ({
            kind: "held",
            lock: lockOf(state.lock) as LockHolder,
          }));
        if (hasFault) {
          go(`${name} fails`, faulty, "failed", () => FAILED);
          if (isOurs) go(`${name} lands, fails`, { ...taken, faults: faulty.faults }, "failed", () => FAILED);
        }
        return;
      }
      case "write": {
        if (isFresh) {
          const written = this.written(state, index);
          go(`${name} ${call.document.phase} ${call.document.want}`, written, "written", () => ({
            kind: "written",
            etag: "etag",
          }));
          if (hasFault) {
            go(
              `${name} ${call.document.phase} ${call.document.want} lands, fails`,
              { ...written, faults: faulty.faults },
              "failed",
              () => FAILED,
            );
            go(
              `${name} ${call.document.phase} ${call.document.want} lands, conflict`,
              { ...written, faults: faulty.faults },
              "conflict",
              () => ({ kind: "conflict" }),
            );
          }
        } else go(`${name} conflict`, state, "conflict", () => ({ kind: "conflict" }));
        if (hasFault) go(`${name} fails`, faulty, "failed", () => FAILED);
        return;
      }
      case "record": {
        const recorded = { ...state, recorded: call.green };
        go(`${name} ${call.green}`, recorded, "done", () => ({ kind: "done" }));
        if (hasFault) {
          go(
            `${name} ${call.green} lands, fails`,
            { ...recorded, faults: faulty.faults },
            "failed",
            () => FAILED,
          );
          go(`${name} fails`, faulty, "failed", () => FAILED);
        }
        return;
      }
      case "move": {
        const isAsked = (this.ticks.values[at] as Tick).cause.command?.kind === "rollback";
        if ((state.running[index] as Running).sawHand && !isAsked)
          this.violation ??= `${name} ${call.green} overwrites what a hand set`;
        const { green } = call;
        go(`${name} ${green}`, { ...state, live: green, isByHand: false }, "done", () => ({ kind: "done" }));
        if (hasFault) {
          const late = { ...faulty, onTheirWay: ordered([...state.onTheirWay, { green, isOld: false }]) };
          go(`${name} ${green} is on its way`, late, "failed", () => FAILED);
          go(`${name} ${green} fails`, faulty, "failed", () => FAILED);
          add(`${name} ${green} is on its way, killed`, without(late, index));
        }
        return;
      }
      case "unlock":
        go(name, state.lock.startsWith(call.id) ? { ...state, lock: "" } : state, "done", () => ({
          kind: "done",
        }));
        if (hasFault) go(`${name} fails`, faulty, "failed", () => FAILED);
        return;
      default:
        go(name, state, "done", () => ({ kind: "done" }));
    }
  }

  /** The document is swapped: what others read is not the document any more. */
  private written(state: State, index: number): State {
    const { at } = state.running[index] as Running;
    const { call, cause: why } = this.ticks.values[at] as Tick;
    if (call.kind !== "write") throw new Error(call.kind);
    const before = this.documents.values[state.document];
    const after = call.document;
    this.violation ??= stepOf(before, after, why);
    const isKept = this.machine.keeps?.(after) ?? true;
    const document = isKept ? this.remembering(after, state.running) : NONE;
    // Equal bytes have equal ETags: only the revision tells two documents with the same content apart.
    const isSame = call.document.rev === 0 && document === state.document;
    const running = state.running.map((it, other) =>
      other === index ? { ...it, isFresh: true } : isSame ? it : { ...it, isFresh: false },
    );
    if (isSame && state.running.some(({ isFresh }, other) => other !== index && isFresh))
      this.violation ??= "two ticks can swap the document that both have read";
    // What a person asks for is newer than what a hand did.
    return { ...state, document, running, isByHand: state.isByHand && why.command?.kind !== "rollback" };
  }

  /** A document with the commands of running ticks only: none of the others comes again. */
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

  private answered(state: State, index: number, key: string, answers: readonly (() => Answer)[]): State {
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
    // One wait instead of five: the second look is as good as the last.
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

  /** What whoever asked may rely on. */
  private promise(state: State, { cause: why }: Tick, { ended }: Ended): string | undefined {
    const { phase, ended: how, release } = this.documents.values[state.document] ?? {};
    if (ended !== "done" || release?.id === "release-2") return undefined;
    const isBack = phase === "back" || phase === "foreign" || how === "rolled back";
    return why.command?.kind === "rollback" && !isBack
      ? `rollback is done, and the document is ${phase}`
      : undefined;
  }

  // ---- what has to come of it

  /** Without another fault, ticks alone bring a quiet state to where it has to be. */
  private healing(state: State): string | undefined {
    // What people did has no part in it but that a hand moved the listener.
    const done = state.done.filter((ask) => ask === "hand");
    const key = keyOfState({ ...state, done, faults: 0 });
    const known = this.healed.get(key);
    if (known !== undefined) return known === "" ? undefined : known;
    let at: State = { ...state, faults: 0 };
    for (let minutes = 0; minutes < 12; minutes++) {
      let first: State | undefined;
      this.begun("", at, cause(), (_, it) => {
        first ??= it;
      });
      at = first as unknown as State;
      for (let calls = 0; at.running.length > 0; calls++) {
        if (calls > 200) return "a tick does not end";
        let following: State | undefined;
        this.goOn(at, 0, (_, it) => {
          following ??= it;
        });
        at = following as State;
      }
      at = this.later(at);
    }
    const wrong = this.wrongIn(at, state);
    this.healed.set(key, wrong ?? "");
    return wrong;
  }

  private wrongIn(
    { document, live, recorded, lock, isByHand }: State,
    { done, isAlarm }: State,
  ): string | undefined {
    const found = this.documents.values[document];
    if (found === undefined) return undefined; // a mutant's: what it forgot shows as soon as a call lands
    const { phase, want, ended, release } = found;
    const where = `in the end it is ${phase}, wants ${want}, live ${live}, recorded ${recorded}, lock ${lock}`;
    if (lock !== "" && phase !== "paused") return `the lock is not free: ${where}`;
    if (phase === "foreign") {
      if (!done.includes("hand")) return `nobody else moved the listener: ${where}`;
      return undefined;
    }
    if (isByHand && live !== want) return `a hand was not seen: ${where}`;
    if (phase !== "idle") return `it does not come to rest: ${where}`;
    if (want !== live || want !== recorded) return `traffic or record are not as wanted: ${where}`;
    if (ended === "rolled back" && live !== 0) return `rolled back: ${where}`;
    if (ended === "completed" && live !== 100) return `completed: ${where}`;
    if (isAlarm && ended === undefined && release !== undefined)
      return `neither completed nor rolled back: ${where}`;
    return undefined;
  }

  private asWorld(state: State) {
    const { live, recorded, lock, isAlarm } = state;
    return world({
      live,
      recorded,
      lock: lockOf(lock) ?? "nobody",
      alarms: { [ALARMS.blue[0]]: "OK", [ALARMS.green[0]]: isAlarm ? "ALARM" : "OK" },
    });
  }
}

/** What a swap may not do. */
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

const lockOf = (lock: string): LockHolder | undefined =>
  lock === ""
    ? undefined
    : {
        id: lock.replace("!", ""),
        operation: "release",
        who: "",
        since: lock.endsWith("!") ? LONG_AGO : NOW,
      };

const ordered = (calls: State["onTheirWay"]) =>
  [...calls].sort((a, b) => a.green - b.green || Number(a.isOld) - Number(b.isOld));

const withTick = (state: State, index: number, over: Partial<Running>): State => ({
  ...state,
  running: state.running.map((it, other) => (other === index ? { ...it, ...over } : it)),
});

const without = (state: State, index: number): State => ({
  ...state,
  running: state.running.filter((_, other) => other !== index),
});

function keyOfState({
  document,
  live,
  recorded,
  lock,
  isAlarm,
  isByHand,
  done,
  onTheirWay,
  running,
  faults,
}: State): string {
  const way = onTheirWay.map(({ green, isOld }) => `${green}${isOld ? "o" : ""}`).join();
  const ticks = running
    .map(({ at, isFresh, sawHand }) => `${at}${isFresh ? "f" : ""}${sawHand ? "h" : ""}`)
    .sort()
    .join();
  return `${document}|${live}|${recorded}|${lock}|${+isAlarm}${+isByHand}|${done.map((it) => ASKS.indexOf(it)).join("")}|${way}|${ticks}|${faults}`;
}
