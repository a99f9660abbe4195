import { duration, live } from "../terminal/live";
import type { TerraformEvent } from "./events";
import { ApplyProgress } from "./progress";

/** How often what is waited for is shown anew: its seconds go on without any event. */
const REFRESH_MILLISECONDS = 1000;

/** What a command that plans or applies shows meanwhile, on standard error: the phases for good, how far it is in place. */
export class Display {
  private readonly live = live();
  private readonly started = Date.now();
  private seen = 0;
  private toSee = 0;

  /** A phase begins: a line with the seconds since the first one. */
  public readonly phase = (text: string): void => {
    const seconds = String(Math.round((Date.now() - this.started) / 1000)).padStart(4);
    this.live.end([`${seconds} s  ${text}`]);
  };

  /** Terraform says how far it is with a plan. */
  public readonly planning = (event: TerraformEvent): void => {
    if (event.type === "refresh_start") this.toSee += 1;
    else if (event.type === "refresh_complete") this.seen += 1;
    else return;
    this.live.show([`        compared ${this.seen} of ${this.toSee} resources`]);
  };

  /** What is waited for, in place. */
  public readonly waiting = (lines: readonly string[]): void => this.live.show(lines);

  /** A line for good. */
  public readonly print = (line: string): void => this.live.print(line);

  /** Takes away what is shown in place. */
  public end(lines: readonly string[] = []): void {
    this.live.end(lines);
  }

  /** What Terraform does while it applies, until `work` ends. @returns how long that took, as people read it */
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
      end = () => `${progress.done} done in ${took()}`; // what turns out to be no change is no step
    } finally {
      clearInterval(timer);
      this.live.end([end()]);
    }
    return took();
  }

  /** Since the first phase, as people read it. */
  public get elapsed(): string {
    return duration(Date.now() - this.started);
  }
}
