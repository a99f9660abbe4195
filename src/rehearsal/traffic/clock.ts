/** The rehearsal's clock. A minute on this clock (a rehearsed minute) is usually shorter than a real minute: for example, one second. */
export class Clock {
  public constructor(
    /** The length of a minute on this clock, in real milliseconds. */
    public readonly minute: number,
  ) {}

  /** Converts seconds on this clock to real milliseconds. */
  public milliseconds(seconds: number): number {
    return (seconds * this.minute) / 60;
  }

  /** Converts real milliseconds to seconds on this clock. */
  public seconds(milliseconds: number): number {
    return (milliseconds * 60) / this.minute;
  }
}
