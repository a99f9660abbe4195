import type { Command } from "../../../src/release/controller/command";
import { LIMITS } from "../../../src/release/controller/tick-state";
import { cause, command, idle, NOW, rollback, start, step } from "./made-up-documents";
import { begun, goOn } from "./search-calls";
import { End } from "./search-end";
import { ASKS, type Ask, type Found, type Options } from "./search-options";
import { plain } from "./search-states";
import { Ticks } from "./search-ticks";
import { type Add, keyOfState, NONE, type State } from "./search-world";

const COMMANDS: Partial<Record<Ask, (weights: readonly number[]) => Command>> = {
  start: (weights) => start({ steps: weights.map((weight) => step(weight)) }, "release-1"),
  "start again": (weights) => start({ steps: weights.map((weight) => step(weight)) }, "release-2"),
  rollback: () => rollback({ to: "blue" }, "rollback"),
  promote: () => command({ kind: "promote" }, "promote"),
};
/** Searches every order of ticks, actions of people, alarms and faults. */
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
  private readonly ticks: Ticks;
  private readonly end: End;
  private readonly known = new Map<string, number>();
  private readonly cameFrom: number[] = [];
  private readonly labels: string[] = [];
  private readonly weights: readonly number[];
  private readonly from: number;

  constructor(private readonly options: Options) {
    this.ticks = new Ticks(options);
    this.end = new End(this.ticks);
    this.weights = options.weights ?? [50, 100];
    this.from = options.from ?? 10;
  }

  run(): Found {
    const first: State = {
      document: this.ticks.documents.of(plain(idle({ want: this.from }))),
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
        this.ticks.violation = this.end.healing(state);
        if (this.ticks.violation !== undefined) wrong = number;
      }
      if (wrong === undefined)
        this.successors(state, (label, following) => {
          if (wrong !== undefined) return;
          const found = this.know(following, number, label);
          if (found === undefined && this.ticks.violation === undefined) return;
          if (this.ticks.violation !== undefined) {
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
      documents: this.ticks.documents.values.length,
      ...(wrong !== undefined &&
        this.ticks.violation !== undefined && { violation: this.ticks.violation, path: this.path(wrong) }),
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

  private successors(state: State, add: Add): void {
    const { running, onTheirWay, done } = state;
    const canAsk = (ask: Ask) => (this.options.asks ?? ASKS).includes(ask) && !done.includes(ask);
    const asked = (ask: Ask) => [...done, ask].sort();
    if (canAsk("alarm") && state.document !== NONE)
      add("alarm", { ...state, isAlarm: true, done: asked("alarm") });
    const document = this.ticks.documents.values[state.document];
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
    if (running.length === 0) add("11 minutes pass", this.ticks.later(state));
    if (running.length < (this.options.ticks ?? 2)) {
      begun(this.ticks, "tick", state, cause(), add);
      if (canAsk("blip")) {
        const event = cause(undefined, { name: "errors-green", at: NOW });
        begun(this.ticks, "alarm that is OK again", { ...state, done: asked("blip") }, event, add);
      }
      for (const ask of ASKS) {
        const make = COMMANDS[ask];
        if (make === undefined || !canAsk(ask)) continue;
        if ((ask === "promote" || ask === "start again") && !done.includes("start")) continue;
        // A release starts only after the settling time, when no earlier call can take effect any more.
        if (ask.startsWith("start") && onTheirWay.some(({ isOld }) => isOld)) continue;
        begun(this.ticks, ask, { ...state, done: asked(ask) }, cause(make(this.weights)), add);
      }
    }
    running.forEach((_, index) => {
      goOn(this.ticks, state, index, add);
    });
  }
}
