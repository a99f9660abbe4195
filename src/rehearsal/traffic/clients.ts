import { Agent, request } from "node:http";
import type { Clock } from "./clock";

/** The counts of the requests that clients sent while some work was done. */
export interface Counts {
  asked: number;
  /**
   * The number of failed requests. The keys are HTTP statuses, or reasons why there was no answer. Answers with 2xx, 3xx and 4xx are not
   * failures.
   */
  readonly failed: Record<string, number>;
  /** The longest time without a good answer, in seconds on the rehearsal's clock. */
  worstGapSeconds: number;
}

export const failures = ({ failed }: Counts): number =>
  Object.values(failed).reduce((sum, times) => sum + times, 0);

/** A request of a client. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** A callback that gets the HTTP status. If there was no answer, it gets the reason. */
  readonly onAnswer?: (answer: string) => void;
}

/** The timeout of a client, in seconds on the rehearsal's clock. It is longer than the timeout of the load balancer. */
const PATIENCE = 90;

/** Clients that send requests at regular intervals until they are closed. */
export class Clients {
  private readonly agent = new Agent({ keepAlive: true });
  private readonly underWay = new Set<Promise<void>>();
  private counts = newCounts();
  private goodAt = Date.now();
  private readonly timer: NodeJS.Timeout;

  /**
   * @param requests the number of requests that all clients together send per minute of the rehearsal's clock
   * @param next a function that returns the next request. @default - GET /
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
        // If this process stood still for some time, at most the requests of 5 seconds on the rehearsal's clock are sent at once. All other
        // missed requests are dropped.
        owed = Math.min(owed + ((now - last) * requests) / clock.minute, 1 + requests / 12);
        last = now;
        for (; owed >= 1; owed -= 1) this.ask();
      },
      Math.max(1, clock.minute / requests / 2),
    );
  }

  /** Does some work, counts the requests that are sent meanwhile, and waits for their answers. */
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
