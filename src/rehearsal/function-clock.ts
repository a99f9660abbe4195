import { join } from "node:path";

const MINUTE = 60_000;

/**
 * The clock of an emulator's Lambda functions. If it runs faster than the real time, a preloaded file changes the time in each function's
 * process. The function's code and settings stay as they are.
 */
export class FunctionClock {
  /** The time at which this clock and the real time are equal, in milliseconds since 1970. It is a whole minute. */
  public readonly epoch = Math.floor(Date.now() / MINUTE) * MINUTE;
  private readonly speed: number;

  public constructor(
    /** How long a minute of this clock takes, in real milliseconds. */
    public readonly minute = MINUTE,
  ) {
    this.speed = MINUTE / minute;
  }

  /** Converts a real time into the time of this clock. Both are milliseconds since 1970. */
  public at(real: number): number {
    return Math.floor(this.epoch + (real - this.epoch) * this.speed);
  }

  /** Environment variables for a function's process. @param nodeOptions the present NODE_OPTIONS, to which the preload is added */
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
