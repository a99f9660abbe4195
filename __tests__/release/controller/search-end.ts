import { cause } from "./made-up-documents";
import { begun, goOn } from "./search-calls";
import type { Ticks } from "./search-ticks";
import { keyOfState, type State } from "./search-world";

/** Checks that ticks bring a state to rest in which no tick runs and no call is pending. */
export class End {
  private readonly healed = new Map<string, string>();

  constructor(private readonly ticks: Ticks) {}

  /**
   * Runs ticks without further faults from a state without running ticks.
   *
   * @returns the problem in the state at the end; `undefined` if there is none
   */
  healing(state: State): string | undefined {
    // Of the actions of people, only a move of the listener by hand makes a difference for the end.
    const done = state.done.filter((ask) => ask === "hand");
    const key = keyOfState({ ...state, done, faults: 0 });
    const known = this.healed.get(key);
    if (known !== undefined) return known === "" ? undefined : known;
    let at: State = { ...state, faults: 0 };
    for (let minutes = 0; minutes < 12; minutes++) {
      let first: State | undefined;
      begun(this.ticks, "", at, cause(), (_, it) => {
        first ??= it;
      });
      at = first as unknown as State;
      for (let calls = 0; at.running.length > 0; calls++) {
        if (calls > 200) return "a tick does not end";
        let following: State | undefined;
        goOn(this.ticks, at, 0, (_, it) => {
          following ??= it;
        });
        at = following as State;
      }
      at = this.ticks.later(at);
    }
    const wrong = this.wrongIn(at, state);
    this.healed.set(key, wrong ?? "");
    return wrong;
  }

  private wrongIn(
    { document, live, recorded, lock, isByHand }: State,
    { done, isAlarm }: State,
  ): string | undefined {
    const found = this.ticks.documents.values[document];
    if (found === undefined) return undefined; // a mutant deleted the document; the fault shows as soon as a late call takes effect
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
}
