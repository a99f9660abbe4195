/** The clock of the harness. A rehearsed minute may be one real second. */
export class Clock {
  public constructor(
    /** The length of a rehearsed minute, in real milliseconds. */
    public readonly minute: number,
  ) {}

  /** Converts rehearsed seconds to real milliseconds. */
  public milliseconds(seconds: number): number {
    return (seconds * this.minute) / 60;
  }

  /** Converts real milliseconds to rehearsed seconds. */
  public seconds(milliseconds: number): number {
    return (milliseconds * 60) / this.minute;
  }
}
