/** Replaces the lines that say how far a phase is; they are asked for again every second. */
export type Show = (lines: () => readonly string[]) => void;

/** Runs one phase of a rehearsal and shows it. */
export type Phase = <T>(title: string, work: (show: Show) => Promise<T>) => Promise<T>;

/** Everything ran, but something is not as it has to be. */
export class RehearsalError extends Error {
  public override readonly name = "RehearsalError";
}
