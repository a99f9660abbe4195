import { Agent, request } from "node:http";
import type { Clock } from "./clock";

/** What became of the requests of a piece of work. */
export interface Counts {
  asked: number;
  /** How many failed, by how: a status, or why there was none. Not failed: 2xx, 3xx, 4xx. */
  readonly failed: Record<string, number>;
  /** Longest time without a good answer, in rehearsed seconds. */
  worstGapSeconds: number;
}

export const failures = ({ failed }: Counts): number =>
  Object.values(failed).reduce((sum, times) => sum + times, 0);

/** What a client asks. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Told what came of it: a status, or why there was none. */
  readonly onAnswer?: (answer: string) => void;
}

/** A client waits for longer than the load balancer does, in rehearsed seconds. */
const PATIENCE = 90;

/** Clients that ask all the time, evenly. */
export class Clients {
  private readonly agent = new Agent({ keepAlive: true });
  private readonly underWay = new Set<Promise<void>>();
  private counts = newCounts();
  private goodAt = Date.now();
  private readonly timer: NodeJS.Timeout;

  /**
   * @param requests a rehearsed minute, in all
   * @param next what is asked, anew for each request
   */
  public constructor(
    private readonly port: number,
    requests: number,
    private readonly clock: Clock,
    private readonly next: () => Asked = () => ({ method: "GET", path: "/", headers: {} }),
  ) {
    let [owed, last] = [0, Date.now()];
    this.timer = setInterval(
      () => {
        const now = Date.now();
        // What could not be asked while this process stood still is not asked all at once.
        owed = Math.min(owed + ((now - last) * requests) / clock.minute, 1 + requests / 12);
        last = now;
        for (; owed >= 1; owed -= 1) this.ask();
      },
      Math.max(1, clock.minute / requests / 2),
    );
  }

  /** Counts the requests that are sent while the work is done, and waits for the last answer. */
  public async counting(work: () => Promise<void>): Promise<Counts> {
    this.goodAt = Date.now();
    const counts = newCounts();
    this.counts = counts;
    try {
      await work();
    } finally {
      this.counts = newCounts();
    }
    await Promise.all(this.underWay);
    return counts;
  }

  public close(): void {
    clearInterval(this.timer);
    this.agent.destroy();
  }

  private ask(): void {
    const { counts } = this;
    counts.asked += 1;
    const asked = this.next();
    const answered = this.answer(asked).then((answer) => {
      asked.onAnswer?.(answer);
      if (/^[234]\d\d$/.test(answer)) {
        const now = Date.now();
        const gap = this.clock.seconds(now - this.goodAt);
        counts.worstGapSeconds = Math.max(counts.worstGapSeconds, gap);
        this.goodAt = now;
      } else {
        counts.failed[answer] = (counts.failed[answer] ?? 0) + 1;
      }
      this.underWay.delete(answered);
    });
    this.underWay.add(answered);
  }

  private answer({ method, path, headers, body }: Asked): Promise<string> {
    return new Promise((resolve) => {
      const asked = request(
        { host: "127.0.0.1", port: this.port, agent: this.agent, method, path, headers },
        (answer) => {
          answer.on("error", (error) => resolve(error.message));
          answer.resume().on("end", () => resolve(`${answer.statusCode}`));
        },
      );
      asked.setTimeout(this.clock.milliseconds(PATIENCE), () => asked.destroy(new Error("timed out")));
      asked.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      asked.end(body);
    });
  }
}

const newCounts = (): Counts => ({ asked: 0, failed: {}, worstGapSeconds: 0 });
