import { setTimeout as sleep } from "node:timers/promises";
import { fetchByEnvironment } from "../network/fetch";

/** One request to the application's public URL. */
export interface Asked {
  /** The time when the request was sent, in milliseconds since 1970. */
  readonly sentAt: number;
  /** The time when the request was answered or failed without an answer, in milliseconds since 1970. */
  readonly endedAt: number;
  /** The HTTP status of the answer, or the reason why there was no answer. */
  readonly answer: number | string;
}

/** A summary of the requests that a failover drill has sent. */
export interface Errors {
  readonly requests: number;
  readonly failed: number;
  /** The number of failed requests. The keys are HTTP statuses, or reasons why there was no answer. */
  readonly by: Readonly<Record<string, number>>;
  /** Seconds from the first failed request to the first good answer after the last failure. 0 if no request failed. */
  readonly seconds: number;
  /** True if the last request succeeded. */
  readonly over: boolean;
}

const EVERY_MILLISECONDS = 500;
const PATIENCE_MILLISECONDS = 5000;

/**
 * Returns whether the application answered a request with success (2xx). A redirection is no success, because the load balancer answers it
 * without the application.
 */
export const isGood = ({ answer }: Asked): boolean =>
  typeof answer === "number" && answer >= 200 && answer < 300;

/** Sends one request. The function does not follow redirections, because it measures the given URL and no other. */
export async function ask(url: string): Promise<Asked> {
  const sentAt = Date.now();
  const answer = await fetchByEnvironment(url, {
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
  }).then(
    async (it) => {
      await it.body?.cancel();
      return it.status;
    },
    (error: Error & { cause?: { code?: string } }) => error.cause?.code ?? error.name,
  );
  return { sentAt, endedAt: Date.now(), answer };
}

/** Sends two requests a second until `over` is aborted. A new request does not wait for the answers of earlier requests. */
export async function askAllTheTime(url: string, onAnswer: (asked: Asked) => void, over: AbortSignal) {
  const underWay = new Set<Promise<void>>();
  while (!over.aborted) {
    const one = ask(url).then((asked) => {
      underWay.delete(one);
      onAnswer(asked);
    });
    underWay.add(one);
    await sleep(EVERY_MILLISECONDS, undefined, { signal: over }).catch(() => {});
  }
  await Promise.all(underWay);
}

/** Summarizes the requests of a drill. */
export function errorsOf(all: readonly Asked[]): Errors {
  const asked = all.toSorted((a, b) => a.sentAt - b.sentAt);
  const failed = asked.filter((it) => !isGood(it));
  const by: Record<string, number> = {};
  for (const { answer } of failed) by[answer] = (by[answer] ?? 0) + 1;
  const [first, last] = [failed[0], failed.at(-1)];
  const good = last && asked.find((it) => it.sentAt > last.sentAt);
  const milliseconds = first && last ? (good ?? last).endedAt - first.sentAt : 0;
  return {
    requests: asked.length,
    failed: failed.length,
    by,
    seconds: Math.round(milliseconds / 100) / 10,
    over: failed.length === 0 || good !== undefined,
  };
}
