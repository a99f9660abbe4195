import type { Color } from "../naming/color";
import type { Minute } from "./measured";

/**
 * The ways in which the tasks of a color answer requests. Each share is a number from 0 to 1. The tasks answer the remaining requests with
 * 2xx.
 */
export interface Behavior {
  /** Share of requests that the application answers with 5xx. */
  readonly error: number;
  /** Share of requests that the application accepts and never answers. */
  readonly hang: number;
  /** Share of requests for which a task resets the connection before it answers. */
  readonly reset: number;
  /** Share of requests for which a task refuses the load balancer's connection. */
  readonly refused: number;
  /** Share of requests that the application answers with 3xx. */
  readonly redirected: number;
  /** Share of requests that the application answers with 4xx. */
  readonly denied: number;
  /** The usual response time, in seconds. One response in a hundred takes ten times as long. */
  readonly seconds: number;
  /** Share of requests that the application answers after 5 s, instead of the usual response time. */
  readonly slow: number;
}

/** How many tasks of a color are desired, running, healthy and unhealthy in one minute. */
export interface Tasks {
  readonly desired: number;
  /** The smallest number of running tasks in the minute that this object describes. */
  readonly running: number;
  readonly healthy: number;
  readonly unhealthy: number;
}

/** A database instance in one minute. */
export interface Instance {
  /** The time from the start of the instance until now, in seconds. `undefined` if the instance is down or deleted. */
  readonly uptime: number | undefined;
  readonly connections: number;
  /** Used CPU, in percent of the CPU that the instance has at the maximum capacity. */
  readonly cpu: number;
  /** Used database capacity (ACUs), in percent of the maximum capacity. */
  readonly acu: number;
  /** Free memory, in bytes. This number includes the memory that the instance gets when it grows to its maximum capacity (ACUs). */
  readonly freeableMemory: number;
}

/** The situation of an environment in one minute. `publish.ts` computes AWS's metrics from a situation. */
export interface Situation {
  /** The number of requests a minute, to both colors together. */
  readonly requests: number;
  /** Percent of the requests that go to green. The other requests go to blue. */
  readonly green: number;
  readonly behavior: Readonly<Record<Color, Behavior>>;
  /** Share of requests for which the client closes the connection before the answer. */
  readonly hangUps: number;
  readonly tasks: Readonly<Record<Color, Tasks>>;
  /** The writer instance in the first zone, and the reader instance in the second zone. */
  readonly instances: readonly [Instance, Instance];
  /** The replica lag of the reader instance, in milliseconds. */
  readonly replicaLag: number;
  /** Age of the oldest transaction ID, in transactions. */
  readonly transactionIds: number;
  /** Share of the requests that AWS WAF blocks. */
  readonly blocked: number;
  /**
   * One number for each NAT gateway: how many connections failed in this minute because the gateway had no free port. If the list is empty,
   * no NAT gateway publishes data.
   */
  readonly portErrors: readonly number[];
  /** Days until the certificate expires. `undefined` if there is no certificate, or if it has expired. */
  readonly daysToExpiry: number | undefined;
  /** Invocations and errors of the release controller in the minute. */
  readonly controller: { readonly invocations: number; readonly errors: number };
  /**
   * Samples of metrics for which this interface has no other field. The keys are those of `metricKey`. In the following
   * example, the value 900 occurs one time:
   * `{ "AWS/SQS ApproximateAgeOfOldestMessage payments_dead_letters": [[900, 1]] }`
   */
  readonly further: Minute;
}

const WELL: Behavior = {
  error: 0,
  hang: 0,
  reset: 0,
  refused: 0,
  redirected: 0.06,
  denied: 0.1,
  seconds: 0.05,
  slow: 0,
};
const GIB = 2 ** 30;

export const behaves = (behavior: Partial<Behavior>): Behavior => ({ ...WELL, ...behavior });

export const running = (count: number): Tasks => ({
  desired: count,
  running: count,
  healthy: count,
  unhealthy: 0,
});

const INSTANCE: Instance = {
  uptime: 86_400,
  connections: 60,
  cpu: 8,
  acu: 20,
  freeableMemory: 24 * GIB,
};

/** The situation of an environment like `environments/prod.example.json` at noon, without a fault. All traffic goes to blue. */
export const ORDINARY: Situation = {
  requests: 1000,
  green: 0,
  behavior: { blue: WELL, green: WELL },
  hangUps: 0.002,
  tasks: { blue: running(2), green: running(2) },
  instances: [INSTANCE, { ...INSTANCE, connections: 12, cpu: 4 }],
  replicaLag: 20,
  transactionIds: 150_000_000,
  blocked: 0.002,
  portErrors: [0, 0, 0],
  daysToExpiry: 200,
  controller: { invocations: 1, errors: 0 },
  further: {},
};

/** Returns the same value for both colors. */
export const both = <T>(value: T): Record<Color, T> => ({ blue: value, green: value });
