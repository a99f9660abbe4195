import { duration } from "../terminal/live";
import type { TerraformEvent } from "./events";

/**
 * The maximum number of unfinished resources that are shown, one in each line. If there are more unfinished resources, one more line shows
 * the number of the remaining resources.
 */
const SHOWN = 6;

const DOING: Readonly<Record<string, string>> = {
  create: "to be created",
  update: "to be updated",
  delete: "to be destroyed",
  replace: "to be replaced",
};

/**
 * Terraform's progress during an apply: the number of finished steps, and the unfinished resources with the time at which each was started.
 */
export class ApplyProgress {
  private readonly started = Date.now();
  private readonly waiting = new Map<string, { readonly action: string; readonly since: number }>();
  private finished = 0;

  /** @param total the number of planned steps: creations, updates and destructions; a replacement counts as two */
  public constructor(public readonly total: number) {}

  /** The number of finished steps: creations, updates and destructions. */
  public get done(): number {
    return this.finished;
  }

  /** Updates the progress from an event of Terraform. */
  public note(event: TerraformEvent): void {
    if (!("hook" in event) || event.hook.action === "read") return;
    const { resource, action = "" } = event.hook;
    switch (event.type) {
      case "apply_start":
        this.waiting.set(resource.addr, { action, since: Date.now() });
        break;
      case "apply_complete":
        this.finished += 1;
        this.waiting.delete(resource.addr);
        break;
      case "apply_errored":
        this.waiting.delete(resource.addr);
        break;
    }
  }

  /**
   * Returns lines of text: the number of finished steps, and then the unfinished resources, beginning with the one that was started first.
   */
  public lines(now = Date.now()): string[] {
    const waiting = [...this.waiting].sort(([, a], [, b]) => a.since - b.since);
    const more = waiting.length - SHOWN;
    return [
      `${this.finished} of ${this.total} done, ${duration(now - this.started)}`,
      ...waiting.slice(0, SHOWN).map((it) => `  waiting ${waitedFor(it, now)}`),
      ...(more > 0 ? [`  and ${more} more`] : []),
    ];
  }
}

const waitedFor = (
  [address, { action, since }]: readonly [string, { readonly action: string; readonly since: number }],
  now: number,
) => `${duration(now - since)} for ${address} ${DOING[action] ?? action}`;
