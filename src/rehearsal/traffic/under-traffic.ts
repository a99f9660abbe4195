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
  /** Requests a rehearsed minute, in all. @default 240 */
  readonly requests?: number;
  /** Real seconds of a rehearsed minute: more of them where Terraform needs the machine meanwhile. @default 1 */
  readonly minuteSeconds?: number;
  /** Where each color's tasks listen on 127.0.0.1, looked at for each request. @default - a small HTTP server for each color */
  readonly ports?: Readonly<Record<Color, number>>;
  /** What clients ask, anew for each request. @default - GET / */
  readonly next?: () => Asked;
  /** Gets what was measured in each rehearsed minute, and the alarms' states, as JSON. @default - it is not kept */
  readonly metricsFile?: string;
}

/** A deployed environment that is asked all the time. */
export interface Traffic {
  readonly clock: Clock;
  /** The small servers that are the colors' tasks, where there are no others: what they do with requests can be changed. */
  readonly applications: Readonly<Record<Color, Application>>;
  /** Does a piece of work, and answers with what became of the requests meanwhile. */
  during<T>(work: () => Promise<T>): Promise<Measured<T>>;
}

export interface Measured<T> extends Counts {
  readonly result: T;
  /** When each color was asked first and last: milliseconds since 1970. */
  readonly forwarded: Readonly<Partial<Record<Color, { readonly first: number; readonly last: number }>>>;
}

/**
 * Does work while clients ask the environment, by a load balancer that follows the emulated one, and while its alarms are
 * judged by what became of the requests.
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
    // A state that is left from before is judged anew before anybody works.
    await watching.minute(balancer.takeMinute(), Date.now());
    const asking = new Clients(balancer.port, requests, clock, next);
    clients = asking;
    const broken = new Promise<never>((_, reject) => {
      following = (async () => {
        while (!over) {
          await sleep(clock.milliseconds(30)); // a load balancer follows a change within seconds
          await follow();
        }
      })();
      following.catch(reject);
      const minute = () => {
        timer = setTimeout(minute, untilNextMinute(clock, emulator.functionClock.epoch));
        const [counted, endedAt] = [balancer.takeMinute(), Date.now()];
        judged = judged.then(() => watching.minute(counted, endedAt));
        judged.catch(reject);
      };
      timer = setTimeout(minute, untilNextMinute(clock, emulator.functionClock.epoch));
    });
    broken.catch(() => {}); // whoever works hears of it
    const during = async <R>(piece: () => Promise<R>): Promise<Measured<R>> => {
      const forwarded: Partial<Record<Color, { first: number; last: number }>> = {};
      balancer.onForward = (color) => {
        const now = Date.now();
        forwarded[color] = { first: forwarded[color]?.first ?? now, last: now };
      };
      let result!: R;
      const counts = await asking.counting(async () => {
        result = await Promise.race([piece(), broken]);
      });
      return { ...counts, result, forwarded };
    };
    return await Promise.race([work({ clock, applications, during }), broken]);
  } finally {
    over = true;
    clearTimeout(timer);
    clients?.close();
    await Promise.allSettled([following, judged]);
    await health.end(balancer.routing).catch(() => {}); // the emulator may be gone
    await Promise.all([balancer.close(), applications.blue.close(), applications.green.close()]);
    if (metricsFile !== undefined) {
      writeFileSync(
        metricsFile,
        JSON.stringify({ minuteMilliseconds: clock.minute, minutes: watching.minutes }),
      );
    }
  }
}

/** Real milliseconds; minutes end when those of functions do. The first is up to half as long again, and none is shorter than half. */
function untilNextMinute({ minute }: Clock, epoch: number): number {
  const left = minute - ((Date.now() - epoch) % minute);
  return left < minute / 2 ? left + minute : left;
}
