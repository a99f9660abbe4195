import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Color } from "../../naming/color";
import type { Emulator } from "../emulator";
import { Application } from "./application";
import { type Asked, Clients, type Counts } from "./clients";
import { Clock } from "./clock";
import { HealthChecks } from "./health-checks";
import { LoadBalancer } from "./load-balancer";
import { readRouting } from "./routing";
import { Watching } from "./watching";

export interface TrafficProps {
  readonly suffix: string;
  readonly emulator: Emulator;
  /** The number of requests per minute on the rehearsal's clock, of all clients together. @default 240 */
  readonly requests?: number;
  /**
   * The length of a minute on the rehearsal's clock, in real seconds. It should be longer if Terraform runs at the same time.
   *
   * @default 1
   */
  readonly minuteSeconds?: number;
  /**
   * The port on 127.0.0.1 of each color's server. A caller may change the ports at any time, because they are read for each request.
   * @default - the ports of small HTTP servers that `underTraffic` starts, one for each color
   */
  readonly ports?: Readonly<Record<Color, number>>;
  /** Returns the next request that a client sends. @default - GET / */
  readonly next?: () => Asked;
  /**
   * The file to which two things are written as JSON for each minute on the rehearsal's clock: the metrics, and the alarms' states.
   *
   * @default - none
   */
  readonly metricsFile?: string;
}

/** A deployed environment to which clients send requests all the time. */
export interface Traffic {
  readonly clock: Clock;
  /** The small HTTP servers that are used in place of the colors' tasks if `ports` is not given. Their behavior can be changed. */
  readonly applications: Readonly<Record<Color, Application>>;
  /** Does some work. @returns the work's result, with the counts of the requests that were sent meanwhile */
  during<T>(work: () => Promise<T>): Promise<Measured<T>>;
}

export interface Measured<T> extends Counts {
  readonly result: T;
  /**
   * The longest delay of the rehearsal's own work, in seconds on the rehearsal's clock. The delay is the time from the planned end of a
   * minute until the alarms were evaluated for that minute. On a busy machine, the delay is long, and requests time out although the
   * application works.
   */
  readonly lateSeconds: number;
  /** The times of the first and the last request to each color, in milliseconds since 1970. */
  readonly forwarded: Readonly<Partial<Record<Color, { readonly first: number; readonly last: number }>>>;
}

/**
 * Does work while clients send requests to the environment. The requests go through a proxy on 127.0.0.1. The proxy gets the configuration
 * of the environment's load balancer from the emulator. After each minute on the rehearsal's clock, the environment's alarms are evaluated
 * with the metrics of the requests.
 */
export async function underTraffic<T>(
  { suffix, emulator, requests = 240, minuteSeconds = 1, metricsFile, next, ports: others }: TrafficProps,
  work: (traffic: Traffic) => Promise<T>,
): Promise<T> {
  const clock = new Clock(1000 * minuteSeconds);
  const applications = { blue: await Application.open(clock), green: await Application.open(clock) };
  const ports = others ?? { blue: applications.blue.port, green: applications.green.port };
  const balancer = await LoadBalancer.open({ clock, ports });
  const elb = new ElasticLoadBalancingV2Client(emulator.client);
  const watching = new Watching(suffix, clock, emulator);
  const health = new HealthChecks(elb, ports, clock);
  const follow = async () => {
    balancer.routing = await readRouting(elb, suffix);
    await health.check(balancer.routing);
  };
  let clients: Clients | undefined;
  let timer: NodeJS.Timeout | undefined;
  let judged = Promise.resolve();
  let following = follow();
  let over = false;
  try {
    await following;
    // The alarms may still have states from earlier traffic. So they are evaluated before the work begins.
    await watching.minute(balancer.takeMinute(), Date.now());
    const asking = new Clients(balancer.port, requests, clock, next);
    clients = asking;
    const broken = new Promise<never>((_, reject) => {
      following = (async () => {
        while (!over) {
          await sleep(clock.milliseconds(30)); // a change of the emulated load balancer takes effect within 30 s on the rehearsal's clock
          await follow();
        }
      })();
      following.catch(reject);
      const nextMinute = () => {
        const left = untilNextMinute(clock, emulator.functionClock.epoch);
        const dueAt = Date.now() + left;
        timer = setTimeout(() => {
          nextMinute();
          const [counted, endedAt] = [balancer.takeMinute(), Date.now()];
          judged = judged.then(() => watching.minute(counted, endedAt, dueAt));
          judged.catch(reject);
        }, left);
      };
      nextMinute();
    });
    broken.catch(() => {}); // the error is thrown by Promise.race below
    const during = async <R>(piece: () => Promise<R>): Promise<Measured<R>> => {
      const forwarded: Partial<Record<Color, { first: number; last: number }>> = {};
      balancer.onForward = (color) => {
        const now = Date.now();
        forwarded[color] = { first: forwarded[color]?.first ?? now, last: now };
      };
      const before = watching.minutes.length;
      let result!: R;
      const counts = await asking.counting(async () => {
        result = await Promise.race([piece(), broken]);
      });
      await judged; // the last evaluation may have the longest delay
      const lateSeconds = Math.max(0, ...watching.minutes.slice(before).map((it) => it.lateSeconds));
      return { ...counts, result, forwarded, lateSeconds };
    };
    return await Promise.race([work({ clock, applications, during }), broken]);
  } finally {
    over = true;
    clearTimeout(timer);
    clients?.close();
    await Promise.allSettled([following, judged]);
    await health.end(balancer.routing).catch(() => {}); // the emulator may have ended already
    await Promise.all([balancer.close(), applications.blue.close(), applications.green.close()]);
    if (metricsFile !== undefined) {
      writeFileSync(
        metricsFile,
        JSON.stringify({ minuteMilliseconds: clock.minute, minutes: watching.minutes }),
      );
    }
  }
}

/**
 * Returns the time until the end of the present minute on the rehearsal's clock, in real milliseconds. If less than half of the present
 * minute is left, returns the time until the end of the next minute. Minutes on the rehearsal's clock end at the same times as minutes on
 * the clock of the Lambda functions.
 */
function untilNextMinute({ minute }: Clock, epoch: number): number {
  const left = minute - ((Date.now() - epoch) % minute);
  return left < minute / 2 ? left + minute : left;
}
