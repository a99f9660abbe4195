import { duration, live } from "../terminal/live";
import type { TerraformEvent } from "./events";
import { ApplyProgress } from "./progress";

/** How often the progress is redrawn without an event, in milliseconds, so that the elapsed seconds are up to date. */
const REFRESH_MILLISECONDS = 1000;

/**
 * Shows the progress of a plan or an apply on standard error. Each phase gets a line that stays; below it, progress lines are redrawn
 * in place.
 */
export class Display {
  private readonly live = live();
  private readonly started = Date.now();
  private seen = 0;
  private toSee = 0;

  /** Prints a line for the beginning of a phase, with the seconds since this object was created. */
  public readonly phase = (text: string): void => {
    const seconds = String(Math.round((Date.now() - this.started) / 1000)).padStart(4);
    this.live.end([`${seconds} s  ${text}`]);
  };

  /** Shows Terraform's progress during a plan. */
  public readonly planning = (event: TerraformEvent): void => {
    if (event.type === "refresh_start") this.toSee += 1;
    else if (event.type === "refresh_complete") this.seen += 1;
    else return;
    this.live.show([`        compared ${this.seen} of ${this.toSee} resources`]);
  };

  /** Shows lines about unfinished work, redrawn in place. */
  public readonly waiting = (lines: readonly string[]): void => this.live.show(lines);

  /** Prints a line that stays. */
  public readonly print = (line: string): void => this.live.print(line);

  /** Erases the lines that are redrawn in place. */
  public end(lines: readonly string[] = []): void {
    this.live.end(lines);
  }

  /** Shows Terraform's progress during an apply, until `work` ends. @returns the duration in words */
  public async applying(
    total: number,
    work: (note: (event: TerraformEvent) => void) => Promise<void>,
  ): Promise<string> {
    const progress = new ApplyProgress(total);
    const started = Date.now();
    const show = () => this.live.show(progress.lines());
    const timer = setInterval(show, REFRESH_MILLISECONDS);
    const took = () => duration(Date.now() - started);
    let end = () => `${progress.done} of ${total} done in ${took()}`;
    try {
      await work((event) => {
        progress.note(event);
        show();
      });
      end = () => `${progress.done} done in ${took()}`; // without the total, because Terraform reports no step for a planned change that was not needed
    } finally {
      clearInterval(timer);
      this.live.end([end()]);
    }
    return took();
  }

  /** The time since this object was created, in words. */
  public get elapsed(): string {
    return duration(Date.now() - this.started);
  }
}
