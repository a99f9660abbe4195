/** The harness's clock, and nothing else's: a rehearsed minute may be a second. */
export class Clock {
  public constructor(
    /** Real milliseconds of a rehearsed minute. */
    public readonly minute: number,
  ) {}

  /** Real milliseconds of rehearsed seconds. */
  public milliseconds(seconds: number): number {
    return (seconds * this.minute) / 60;
  }

  /** Rehearsed seconds of real milliseconds. */
  public seconds(milliseconds: number): number {
    return (milliseconds * 60) / this.minute;
  }
}
