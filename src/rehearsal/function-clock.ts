import { join } from "node:path";

const MINUTE = 60_000;

/**
 * The clock of an emulator's Lambda functions. Where a minute of it is shorter than a minute, a file is preloaded into each
 * function; neither its code nor its settings know of that.
 */
export class FunctionClock {
  /** When both clocks show the same: milliseconds since 1970, a whole minute. */
  public readonly epoch = Math.floor(Date.now() / MINUTE) * MINUTE;
  private readonly speed: number;

  /** @param minute real milliseconds of a minute of this clock */
  public constructor(minute = MINUTE) {
    this.speed = MINUTE / minute;
  }

  /** What this clock shows at a real time: milliseconds since 1970. */
  public at(real: number): number {
    return Math.floor(this.epoch + (real - this.epoch) * this.speed);
  }

  /** What a function's process has to have. @param nodeOptions NODE_OPTIONS, as they are without it */
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
