/** Sets the function that returns the lines about a phase's progress. The phase calls that function every second. */
export type Show = (lines: () => readonly string[]) => void;

/** Runs one phase of a rehearsal and shows its progress. */
export type Phase = <T>(title: string, work: (show: Show) => Promise<T>) => Promise<T>;

/** The error of a rehearsal that ran to its end, but with an unexpected result. */
export class RehearsalError extends Error {
  public override readonly name = "RehearsalError";
}
