import { join } from "node:path";

const MINUTE = 60_000;

/**
 * The clock of the emulator's Lambda functions. If this clock runs faster than real time, Node.js loads an extra file into each function's
 * process, which changes the time there. The code and the settings of the function are not changed.
 */
export class FunctionClock {
  /** The time at which this clock and real time are equal, in milliseconds since 1970. It is the beginning of a minute. */
  public readonly epoch = Math.floor(Date.now() / MINUTE) * MINUTE;
  private readonly speed: number;

  public constructor(
    /** The length of a minute of this clock, in real milliseconds. */
    public readonly minute = MINUTE,
  ) {
    this.speed = MINUTE / minute;
  }

  /** Converts a real time into a time on this clock. Both times are in milliseconds since 1970. */
  public at(real: number): number {
    return Math.floor(this.epoch + (real - this.epoch) * this.speed);
  }

  /**
   * Returns environment variables for a function's process.
   *
   * @param nodeOptions the present NODE_OPTIONS; the option that loads the extra file is added
   */
  public variables(nodeOptions = ""): Record<string, string> {
    if (this.speed === 1) return {};
    const preload = `--require ${JSON.stringify(join(__dirname, "moto-shim/clock.cjs"))}`;
    return {
      NODE_OPTIONS: `${nodeOptions} ${preload}`.trim(),
      REHEARSED_EPOCH: String(this.epoch),
      REHEARSED_SPEED: String(this.speed),
    };
  }
}
