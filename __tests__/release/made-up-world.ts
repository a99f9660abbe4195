import { LockLostError } from "../../src/lock/lock";
import type { Release } from "../../src/lock/stored-lock";
import { promoted, takenOver, type Weights } from "../../src/release/release";
import { type Outcome, runRelease, type World } from "../../src/release/runner";
import { RELEASE_ALARM } from "./made-up-releases";

/** What can happen around one call of a releasing process. */
export type Incident =
  | { readonly kind: "nothing" | "fails" | "fails after its effect" | "crash" | "crash after its effect" }
  | { readonly kind: "alarm" | "quiet" | "unhealthy" | "healthy" }
  | { readonly kind: "pause" | "resume" | "promote" | "interrupt" | "takeover" }
  | { readonly kind: "foreign move"; readonly weight: number }
  | { readonly kind: "slow"; readonly seconds: number };

/** What a process saw, and how many moves there had been. */
interface Look {
  readonly live: number;
  readonly guarded: boolean;
  readonly movesBefore: number;
}

/** What a world was asked to do, with what was true at that moment. */
export interface Move {
  readonly weights: Weights;
  readonly weight: number;
  readonly recorded: number;
  readonly now: number;
  /** As the process last read it from the lock. */
  readonly heard: Release;
}

const POLL = 5000; // milliseconds

/** An environment with a clock of its own, to which the incidents of a script happen, one at each call. */
export class MadeUpWorld {
  public live: number;
  public recorded: number;
  public readonly moves: Move[] = [];
  /** Traffic weights that were written anywhere. */
  public readonly moved: Weights[] = [];
  /** What somebody checks after every call. */
  public everyInstant: () => void = () => {};
  public readonly looks: Look[] = [];
  /** How many moves there had been when the process was told that it had lost its lock. */
  public movesAtLoss: number | undefined;
  public readonly notes: string[] = [];
  private now = 1_000_000;
  private inAlarm = false;
  private unhealthy = false;
  private taken = false;
  /** The release as a process last read it from the lock. */
  public heard: Release;

  public constructor(
    /** The release as the lock holds it. */
    public release: Release,
    private readonly script: Incident[],
  ) {
    this.live = release.from;
    this.recorded = release.from;
    this.heard = release;
  }

  /** Runs the release to its end, by as many processes as it takes. @returns how it ended, or with what error */
  public async run(): Promise<Outcome | Error> {
    for (;;) {
      const ended = await this.oneProcess();
      if (ended !== "crashed") return ended;
      this.release = takenOver(this.release);
    }
  }

  private oneProcess(): Promise<Outcome | Error | "crashed"> {
    return new Promise((resolve) => {
      const interruption = new AbortController();
      let dead = false;
      const call = async <T>(effect: () => T): Promise<T> => {
        const incident = this.script.shift() ?? { kind: "nothing" };
        if (incident.kind === "crash" || incident.kind === "crash after its effect") {
          if (incident.kind === "crash after its effect") effect();
          this.everyInstant();
          dead = true;
          resolve("crashed");
          return new Promise<never>(() => {}); // the dead do not go on
        }
        this.happen(incident, interruption);
        if (incident.kind === "fails") throw new Error("made up");
        const result = effect();
        this.everyInstant();
        if (incident.kind === "fails after its effect") throw new Error("made up");
        return result;
      };
      runRelease(
        this.release,
        this.world(call, interruption, () => dead),
      ).then(resolve, resolve);
    });
  }

  private happen(incident: Incident, interruption: AbortController): void {
    switch (incident.kind) {
      case "alarm":
      case "quiet":
        this.inAlarm = incident.kind === "alarm";
        break;
      case "unhealthy":
      case "healthy":
        this.unhealthy = incident.kind === "unhealthy";
        break;
      case "pause":
      case "resume":
        this.release = { ...this.release, paused: incident.kind === "pause" };
        break;
      case "promote":
        this.release = promoted(this.release);
        break;
      case "interrupt":
        interruption.abort();
        break;
      case "takeover":
        this.taken = true;
        break;
      case "foreign move":
        this.live = incident.weight;
        break;
      case "slow":
        this.now += incident.seconds * 1000;
        break;
    }
  }

  private world(
    call: <T>(effect: () => T) => Promise<T>,
    interruption: AbortController,
    isDead: () => boolean,
  ): World {
    const weightOf = (weights: Weights) => {
      this.moved.push(weights);
      return weights[this.release.candidate];
    };
    const pass = (milliseconds: number) => {
      this.now += milliseconds;
      // Whoever paused comes back: at the end of the script everything is left to run out.
      if (this.script.length === 0) this.release = { ...this.release, paused: false };
    };
    return {
      now: () => this.now,
      interruption: interruption.signal,
      wait: async () => pass(POLL),
      sleep: (milliseconds) =>
        isDead() ? new Promise<never>(() => {}) : Promise.resolve(pass(milliseconds)),
      persist: (change) =>
        call(() => {
          if (this.taken) {
            this.movesAtLoss = this.moves.length;
            throw new LockLostError("somebody took over");
          }
          this.release = change(this.release);
          this.heard = this.release;
          return this.release;
        }),
      record: (weights) =>
        call(() => {
          this.recorded = weightOf(weights);
        }),
      move: (weights) =>
        call(() => {
          this.live = weightOf(weights);
          const { live: weight, recorded, now, heard } = this;
          this.moves.push({ weights, weight, recorded, now, heard });
        }),
      note: (action) => call(() => void this.notes.push(action)),
      observe: () =>
        call(() => {
          const { live, inAlarm, unhealthy, now } = this;
          this.looks.push({ live, guarded: inAlarm || unhealthy, movesBefore: this.moves.length });
          return {
            now,
            live,
            inAlarm: inAlarm ? [RELEASE_ALARM] : [],
            notJudged: [],
            healthyTargets: unhealthy ? 1 : 2,
            unhealthyTargets: unhealthy ? 1 : 0,
          };
        }),
    };
  }
}
