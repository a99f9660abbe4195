import { join } from "node:path";

const MINUTE = 60_000;

/**
 * The clock of the emulator's Lambda functions. If this clock runs faster than real time, Node.js loads the file moto-shim/clock.cjs into
 * each function's process. This file changes the time in the process. The code and the settings of the function are not changed.
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
   * Returns the environment variables that make a function's process use this clock. NODE_OPTIONS contains an option that loads the file
   * moto-shim/clock.cjs.
   *
   * @param nodeOptions the present value of NODE_OPTIONS, to which the option is added
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
