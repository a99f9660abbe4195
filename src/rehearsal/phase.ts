/** Runs one phase of a rehearsal and shows it; `show` replaces the line that says how far it is. */
export type Phase = <T>(title: string, work: (show: (line: string) => void) => Promise<T>) => Promise<T>;

/** Everything ran, but something is not as it has to be. */
export class RehearsalError extends Error {
  public override readonly name = "RehearsalError";
}
