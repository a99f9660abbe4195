import { type Minute, metricKey, type Samples } from "./measured";

/** Collects the metrics of one minute. */
export class Published {
  private readonly counters = new Map<string, number>();
  private readonly samples = new Map<string, Map<number, number>>();

  /** Adds a number to a metric that counts something. Alarms read such a metric with the statistic Sum. */
  public count(namespace: string, metric: string, subject: string, times: number): void {
    const key = metricKey(namespace, metric, subject);
    this.counters.set(key, (this.counters.get(key) ?? 0) + times);
  }

  /** Adds a value to the samples of a metric, `times` times. */
  public sample(namespace: string, metric: string, subject: string, value: number, times = 1): void {
    const key = metricKey(namespace, metric, subject);
    const values = this.samples.get(key) ?? new Map<number, number>();
    this.samples.set(key, values.set(value, (values.get(value) ?? 0) + times));
  }

  public get metrics(): Minute {
    return Object.fromEntries<Samples>([
      ...[...this.counters].map(([key, sum]) => [key, [[sum, 1]]] as const),
      ...[...this.samples].map(([key, values]) => [key, [...values]] as const),
    ]);
  }
}

/**
 * Functions of the global object `Math`, kept in variables: access to a global is slow in Jest, and these functions run millions of times.
 */
const { floor, imul } = Math;

/** Rounds a number up or down at random, so that 0.5 requests a minute become one request in every other minute on average. */
export function drawn(expected: number, random: () => number): number {
  return floor(expected) + (random() < expected % 1 ? 1 : 0);
}

/** Returns a generator of random numbers from 0 to 1 (mulberry32). The same seed gives the same numbers. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
