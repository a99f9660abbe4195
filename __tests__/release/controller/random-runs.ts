import fc from "fast-check";
import type { Answer, Call } from "../../../src/release/controller/call";
import type { Command } from "../../../src/release/controller/command";
import { next } from "../../../src/release/controller/tick";
import { begin, type Cause, type Tick } from "../../../src/release/controller/tick-state";
import { answer, failed, type Part, targets, type World, world } from "./made-up-aws";
import { cause, command, MINUTE, rollback, start, step } from "./made-up-documents";

/** A fault of a call. */
const FAULTS = [
  "killed before",
  "killed after",
  "fails",
  "lands, fails",
  "lands later",
  "lands later, killed",
] as const;
type Fault = (typeof FAULTS)[number] | { readonly missing: readonly Part[] };

/** Some minutes of an environment: its changes, the ticks that run at the same time, and the faults of their calls. */
export interface Episode {
  readonly minutes: number;
  readonly alarm: boolean;
  readonly healthy: readonly [blue: number, green: number];
  readonly asks: readonly Cause[];
  /** For each call: which of the ticks makes it. */
  readonly order: readonly boolean[];
  readonly faults: readonly (readonly [call: number, fault: Fault])[];
}

const commands: fc.Arbitrary<(id: string) => Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .boolean()
      .map(
        (isLong) => (id: string) =>
          start({ steps: isLong ? [step(25), step(50, 0, true), step(100)] : [step(100)] }, id),
      ),
  },
  { weight: 2, arbitrary: fc.boolean().map((force) => (id: string) => rollback({ force }, id)) },
  { weight: 1, arbitrary: fc.boolean().map((force) => (id: string) => rollback({ to: "blue", force }, id)) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom("pause", "resume", "promote")
      .map((kind) => (id: string) => command({ kind }, id)),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(0, 40, 100)
      .map((green) => (id: string) => command({ kind: "set", green, force: false }, id)),
  },
);

const parts: fc.Arbitrary<Part> = fc.constantFrom(
  "the load balancer",
  "targets",
  "alarms",
  "the recorded weights",
  "the lock",
);
let ids = 0;
const causes: fc.Arbitrary<Cause> = fc.oneof(
  fc.constant(cause()),
  commands.map((make) => cause(make(`command-${ids++}`))),
);

export const episodes: fc.Arbitrary<Episode[]> = fc.array(
  fc.record({
    minutes: fc.constantFrom(0, 0, 1, 1, 4, 6, 12),
    alarm: fc.oneof(
      { weight: 5, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    healthy: fc.oneof(
      { weight: 5, arbitrary: fc.constant([2, 2] as const) },
      { weight: 1, arbitrary: fc.tuple(fc.nat(2), fc.nat(2)) },
    ),
    asks: fc.array(causes, { minLength: 1, maxLength: 2 }),
    order: fc.array(fc.boolean(), { maxLength: 40 }),
    faults: fc.array(
      fc.tuple(
        fc.nat(14),
        fc.oneof(
          fc.constantFrom(...FAULTS),
          fc.uniqueArray(parts, { minLength: 1 }).map((missing) => ({ missing })),
        ),
      ),
      { maxLength: 2 },
    ),
  }),
  { minLength: 3, maxLength: 14 },
);

/** A made-up environment, and the calls that have not taken effect yet. */
export class Run {
  readonly world: World = world();
  private onTheirWay: { readonly call: Call; readonly since: number }[] = [];

  play({ minutes, alarm, healthy, asks, order, faults }: Episode): void {
    this.pass(minutes);
    this.world.alarms = { "errors-blue": "OK", "errors-green": alarm ? "ALARM" : "OK" };
    this.world.targets = targets(healthy[0], healthy[1]);
    let running: Tick[] = asks.map(begin);
    const left = new Map(faults);
    for (let calls = 0; running.length > 0; calls++) {
      const chosen = running[order[calls] ? running.length - 1 : 0] as Tick;
      const following = this.goOn(chosen, left.get(calls));
      running = running.flatMap((it) => (it !== chosen ? [it] : following === undefined ? [] : [following]));
      if (calls > 500) throw new Error("a tick does not end");
    }
  }

  /** Lets time pass. Each call takes effect after at most eight minutes. */
  pass(minutes: number): void {
    this.world.now += minutes * MINUTE;
    this.land((since) => this.world.now - since > 8 * MINUTE);
  }

  land(isDue: (since: number) => boolean): void {
    const due = this.onTheirWay.filter(({ since }) => isDue(since));
    this.onTheirWay = this.onTheirWay.filter((it) => !due.includes(it));
    for (const { call } of due) answer(this.world, call);
  }

  /** Makes the next call of a tick. @returns the tick after the call; `undefined` if the tick is over */
  goOn(tick: Tick, fault?: Fault): Tick | undefined {
    const { call } = tick;
    this.world.now += 100;
    if (fault === "killed before") return undefined;
    const given = this.answer(call, fault);
    if (fault === "killed after" || fault === "lands later, killed") return undefined;
    const following = next(tick, given, this.world.now);
    return "tick" in following ? following.tick : undefined;
  }

  private answer(call: Call, fault: Fault | undefined): Answer {
    if (typeof fault === "object") return answer(this.world, call, fault.missing);
    const changes = ["move", "record", "write"].includes(call.kind);
    if (fault === "lands later" || fault === "lands later, killed") {
      if (changes) this.onTheirWay.push({ call, since: this.world.now });
      return failed;
    }
    if (fault === "fails") return failed;
    const given = answer(this.world, call);
    return fault === "lands, fails" ? failed : given;
  }
}
