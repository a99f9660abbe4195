/** Sets the function that returns the progress lines of a phase. The phase calls the function every second. */
export type Show = (lines: () => readonly string[]) => void;

/** Runs one phase of a rehearsal and shows its progress. */
export type Phase = <T>(title: string, work: (show: Show) => Promise<T>) => Promise<T>;

/** The rehearsal ran to its end, but a result is not as expected. */
export class RehearsalError extends Error {
  public override readonly name = "RehearsalError";
}
