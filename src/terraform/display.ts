import { duration, live } from "../terminal/live";
import type { TerraformEvent } from "./events";
import { ApplyProgress } from "./progress";

/** The interval in milliseconds at which the progress is redrawn even without an event, so that the elapsed seconds are up to date. */
const REFRESH_MILLISECONDS = 1000;

/**
 * Shows the progress of a plan or an apply on standard error. For each phase, it prints one line that remains. Below that line, it redraws
 * progress lines in place.
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

  /** Shows lines about unfinished work. The next call replaces them. */
  public readonly waiting = (lines: readonly string[]): void => this.live.show(lines);

  /** Prints a line that remains. */
  public readonly print = (line: string): void => this.live.print(line);

  /** Erases the progress lines, and prints `lines`, which remain. */
  public end(lines: readonly string[] = []): void {
    this.live.end(lines);
  }

  /** Shows Terraform's progress during an apply, until `work` ends. @returns the duration as text, such as `2 min 05 s` */
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
      end = () => `${progress.done} done in ${took()}`; // the total is omitted, because Terraform reports no step for a planned change that was not needed
    } finally {
      clearInterval(timer);
      this.live.end([end()]);
    }
    return took();
  }

  /** The time since this object was created, as text such as `2 min 05 s`. */
  public get elapsed(): string {
    return duration(Date.now() - this.started);
  }
}
