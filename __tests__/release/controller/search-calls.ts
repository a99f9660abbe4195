import type { Answer } from "../../../src/release/controller/call";
import type { LockHolder } from "../../../src/release/controller/look";
import { begin, type Cause, LIMITS, type Tick } from "../../../src/release/controller/tick-state";
import { type Part, seen } from "./made-up-aws";
import { ALARMS } from "./made-up-documents";
import { keyOf, plainTick } from "./search-states";
import type { Ticks } from "./search-ticks";
import {
  type Add,
  lockOf,
  ordered,
  type Running,
  type State,
  without,
  withTick,
  worldOf,
} from "./search-world";

const FAILED: Answer = { kind: "failed", message: "500" };

/**
 * Adds a state in which a new tick has made its first look. States with a tick that has not read anything are left out, because
 * such a tick has no effect.
 */
export function begun(ticks: Ticks, label: string, state: State, why: Cause, add: Add): void {
  const isAsked = why.command !== undefined || why.alarm !== undefined;
  // A tick without a command and an alarm ends after one round in the search: a further look has the same effect as a new tick.
  const key = `${why.command?.id ?? why.alarm?.name}`;
  let at = ticks.beginnings.get(key);
  if (at === undefined) {
    const first = plainTick({ ...begin(why), ...(!isAsked && { rounds: LIMITS.rounds }) });
    at = ticks.ticks.of(first, keyOf(first));
    ticks.beginnings.set(key, at);
  }
  const tick: Running = { at, isFresh: false, sawHand: false };
  goOn(ticks, { ...state, running: [...state.running, tick] }, state.running.length, add, label);
}
/** Adds a state for every possible result of a running tick's call. */
export function goOn(ticks: Ticks, state: State, index: number, add: Add, as?: string): void {
  const { at, isFresh } = state.running[index] as Running;
  const tick = ticks.ticks.values[at] as Tick;
  const { call } = tick;
  const name = as ?? `${index}: ${call.kind}`;
  const hasFault = state.faults > 0;
  const faulty = { ...state, faults: state.faults - 1 };
  const go = (label: string, of: State, key: string, ...answers: (() => Answer)[]) =>
    add(label, ticks.answered(of, index, key, answers));
  // A tick may be killed before its call. This is tried only after the tick has written something, because before that it has no
  // effect.
  if (hasFault && (["record", "move", "unlock"].includes(call.kind) || tick.isLocked))
    add(`${name}: killed before`, without(faulty, index));
  switch (call.kind) {
    case "read": {
      // The document is read at the moment of the look, because a write fails if another tick has written the document in
      // between.
      const read = ticks.documents.values[state.document];
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
          () => ({ kind: "look", look: seen(worldOf(of), wanted, failing) }),
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
        const written = ticks.written(state, index);
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
      const isAsked = (ticks.ticks.values[at] as Tick).cause.command?.kind === "rollback";
      if ((state.running[index] as Running).sawHand && !isAsked)
        ticks.violation ??= `${name} ${call.green} overwrites what a hand set`;
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
