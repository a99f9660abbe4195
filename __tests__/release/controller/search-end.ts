import { cause } from "./made-up-documents";
import { begun, goOn } from "./search-calls";
import type { Ticks } from "./search-ticks";
import { keyOfState, type State } from "./search-world";

/** What has to come of a state in which nothing is under way. */
export class End {
  private readonly healed = new Map<string, string>();

  constructor(private readonly ticks: Ticks) {}

  /** Without another fault, ticks alone bring a quiet state to where it has to be. */
  healing(state: State): string | undefined {
    // What people did has no part in it but that a hand moved the listener.
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
}
