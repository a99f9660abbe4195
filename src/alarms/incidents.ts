import { type Color, otherColor } from "../naming/color";
import type { AwsEvent } from "./events";
import { behaves, both, ORDINARY, running, type Situation } from "./situation";

/** An incident that the project simulates: something that happens to an environment. */
export interface Incident {
  readonly title: string;
  /**
   * The sort of the incident, which decides the expected reaction. "of a candidate" (a fault of the color to which a release moves
   * traffic): the release has to stop. "of what runs" (a fault of the running environment): a person has to get a message. "ordinary" (no
   * fault): no alarm may go to ALARM.
   */
  readonly sort: "of a candidate" | "of what runs" | "ordinary";
  /** The color to which a release moves traffic. @default - no release is running */
  readonly candidate?: Color;
  /** The duration of the incident, in minutes. */
  readonly minutes: number;
  /**
   * Returns the fields in which the situation of a minute differs from ORDINARY. The incident begins at minute 0; earlier minutes are
   * negative.
   */
  readonly at: (minute: number) => Partial<Situation>;
  /**
   * This field is for the alarms that treat missing data as breaching. These alarms exist from minute `from` (inclusive) to minute `until`
   * (exclusive). A test checks that a deployment creates these alarms after the resources that they watch, and that a destroy deletes these
   * alarms before those resources.
   * @default - these alarms exist in all minutes of the incident
   */
  readonly watched?: { readonly from: number; readonly until: number };
  /** The events that AWS sends about the incident, in addition to metrics. @default - no events */
  readonly events?: readonly AwsEvent[];
}

/** The number of minutes without a fault that are simulated before each incident. */
export const MINUTES_BEFORE = 30;

/**
 * The candidate's shares of the traffic, in percent. (The candidate is the color to which a release moves traffic.) Each incident of a
 * candidate is simulated with all or some of these shares.
 */
const SHARES = [1, 5, 25, 100];

/**
 * Returns several incidents: one incident for each of the {@link SHARES}. These incidents have the same fault of the candidate (the color
 * to which a release moves traffic). They differ in the candidate's share of the traffic.
 *
 * @param title the end of each incident's title. The title begins with, for example, "The candidate, with 5 % of the traffic,"
 */
function ofCandidate(
  title: string,
  behavior: (minute: number) => ReturnType<typeof behaves>,
  more: (minute: number) => Partial<Situation> = () => ({}),
): Incident[] {
  return SHARES.map((share) => ({
    title: `The candidate, with ${share} % of the traffic, ${title}`,
    sort: "of a candidate",
    candidate: "green",
    minutes: 30,
    at: (minute) =>
      minute < 0
        ? {}
        : {
            green: share,
            behavior: { blue: ORDINARY.behavior.blue, green: behavior(minute) },
            ...more(minute),
          },
  }));
}

const always = (behavior: Parameters<typeof behaves>[0]) => () => behaves(behavior);

/** Returns an incident that has no fault before minute 0. From minute 0 on, the environment is in the given situation. */
function since(title: string, otherwise: Partial<Situation>, events: readonly AwsEvent[] = []): Incident {
  return {
    title,
    sort: "of what runs",
    minutes: 30,
    at: (minute) => (minute < 0 ? {} : otherwise),
    events,
  };
}

const ofInstance = (category: string, id: string): AwsEvent => ({
  from: "RDS",
  sourceType: "db-instance",
  category,
  id,
});
const ofCluster = (category: string, id: string): AwsEvent => ({
  from: "RDS",
  sourceType: "db-cluster",
  category,
  id,
});

const [writer, reader] = ORDINARY.instances;
const gone = { ...reader, uptime: undefined };
const failing = (share: number) => ({ behavior: both(behaves({ error: share })) });
/** The situation before an environment is created, and after the environment is destroyed. */
const NOTHING: Partial<Situation> = {
  requests: 0,
  tasks: both(running(0)),
  instances: [gone, gone],
  portErrors: [],
  daysToExpiry: undefined,
  controller: { invocations: 0, errors: 0 },
};
const DAY = 1440; // minutes
const NIGHT = { requests: 9, hangUps: 0 };

const OF_CANDIDATES: readonly Incident[] = [
  ...ofCandidate("accepts requests and never answers", always({ hang: 1 })),
  ...ofCandidate("resets every connection", always({ reset: 1 })),
  ...ofCandidate("answers every request with 500", always({ error: 1 })),
  ...ofCandidate("takes 5 s for every answer", always({ seconds: 5 })),
  ...ofCandidate(
    "gets slower until its answers take longer than the load balancer's idle timeout",
    (minute) => behaves({ seconds: minute < 5 ? 20 : 90 }),
  ),
  ...ofCandidate("leaves one request in four unanswered", always({ hang: 0.25 })).slice(1),
  // This incident is simulated only with 5 and 25 % of the traffic. If the candidate has 100 % of the traffic, the alarm has no other color
  // to compare with. So it cannot distinguish this fault from clients that close the connection: docs/decisions/0017-alarms.md
  ...ofCandidate("leaves one request in twelve unanswered", always({ hang: 0.083 })).slice(1, 3),
  ...ofCandidate("answers one request in twelve with 500", always({ error: 0.083 })).slice(1),
  ...ofCandidate("refuses one connection in twelve", always({ refused: 0.083 })).slice(1),
  ...ofCandidate("takes 5 s for 3 of 100 answers", always({ slow: 0.03 })).slice(2),
  ...ofCandidate(
    "locks the shared database, and both colors answer half of their requests with 500",
    always({ error: 0.5 }),
    () => failing(0.5),
  ).slice(1),
];

const OF_WHAT_RUNS: readonly Incident[] = [
  {
    ...since("A quiet night with 9 requests a minute, of which none is answered", {}),
    at: (minute) => ({ ...NIGHT, ...(minute >= 0 && { behavior: both(behaves({ hang: 1 })) }) }),
  },
  {
    ...since("A quiet night with 9 requests a minute, of which half are answered with 500", {}),
    at: (minute) => ({ ...NIGHT, ...(minute >= 0 && failing(0.5)) }),
  },
  {
    ...since("A crash loop: in every second minute, one of two tasks is unhealthy", {}),
    at: (minute) =>
      minute < 0 || minute % 2 === 1
        ? {}
        : { tasks: { ...ORDINARY.tasks, blue: { desired: 2, running: 1, healthy: 1, unhealthy: 1 } } },
  },
  {
    ...since("Half of the tasks are gone: 4 of the 8 desired tasks run", {}),
    at: (minute) => ({
      tasks: {
        ...ORDINARY.tasks,
        blue: minute < 0 ? running(8) : { desired: 8, running: 4, healthy: 4, unhealthy: 0 },
      },
    }),
  },
  since("All tasks are gone", {
    tasks: { ...ORDINARY.tasks, blue: { desired: 2, running: 0, healthy: 0, unhealthy: 0 } },
  }),
  {
    ...since("ECS rolls a deployment back", {}, [
      {
        from: "EventBridge",
        // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
        event: {
          source: "aws.ecs",
          "detail-type": "ECS Deployment State Change",
          resources: ["the service"],
          detail: { eventType: "ERROR", eventName: "SERVICE_DEPLOYMENT_FAILED" },
        },
      },
    ]),
  },
  {
    ...since("Two of 20 requests a minute are never answered", {}),
    minutes: 60,
    at: (minute) => ({
      requests: 20,
      hangUps: 0,
      ...(minute >= 0 && { behavior: both(behaves({ hang: 0.1 })) }),
    }),
  },
  {
    ...since("Clients send one request a minute, and it is never answered", {}),
    at: (minute) => ({
      requests: 1,
      hangUps: 0,
      ...(minute >= 0 && { behavior: both(behaves({ hang: 1 })) }),
    }),
  },
  {
    ...since("Tasks stop and start again: in every fourth minute, no task runs", {}),
    at: (minute) =>
      minute < 0 || minute % 4 !== 0
        ? {}
        : { tasks: { ...ORDINARY.tasks, blue: { desired: 2, running: 0, healthy: 0, unhealthy: 0 } } },
  },
  {
    ...since("A quiet night with 9 requests a minute, and no task is registered as a target", {}),
    at: (minute) => ({
      ...NIGHT,
      ...(minute >= 0 && {
        tasks: { ...ORDINARY.tasks, blue: { desired: 2, running: 2, healthy: 0, unhealthy: 0 } },
      }),
    }),
  },
  since("Both colors leave one request in ten unanswered", {
    green: 20,
    behavior: both(behaves({ hang: 0.1 })),
  }),
  since("The database fails over", failing(0), [ofCluster("failover", "RDS-EVENT-0073")]),
  {
    ...since("The writer instance restarts", {}, [ofInstance("availability", "RDS-EVENT-0006")]),
    at: (minute) =>
      minute === 0 ? { ...failing(0.5), instances: [{ ...writer, uptime: undefined }, reader] } : {},
  },
  since("The reader instance is lost, and AWS sends no event about it", { instances: [writer, gone] }),
  since("The reader instance is stopped", { instances: [writer, gone] }, [
    ofInstance("notification", "RDS-EVENT-0087"),
  ]),
  since("The reader instance is deleted", { instances: [writer, gone] }, [
    ofInstance("deletion", "RDS-EVENT-0003"),
  ]),
  since("The database cluster is stopped", { instances: [gone, gone], ...failing(1) }, [
    ofCluster("notification", "RDS-EVENT-0150"),
  ]),
  since("All connections of the database are used up", {
    instances: [{ ...writer, connections: 3350 }, reader],
    ...failing(0.3),
  }),
  since(
    "All connections of the database are used up, because the instances were not rebooted after maxCapacityAcu was raised from 4",
    {
      instances: [{ ...writer, connections: 820 }, reader],
      ...failing(0.3),
    },
  ),
  since("The database is at its maximum capacity", { instances: [{ ...writer, acu: 100, cpu: 97 }, reader] }),
  since("The database's memory is used up", { instances: [{ ...writer, freeableMemory: 2 ** 27 }, reader] }),
  since("The replica lag of the reader instance is high", { replicaLag: 8000 }),
  since("The database's transaction IDs are near the wraparound", { transactionIds: 1_300_000_000 }),
  since("The storage of the database cluster is low", {}, [ofInstance("low storage", "RDS-EVENT-0227")]),
  since("AWS WAF blocks a partner that sends 8 % of the requests", { blocked: 0.082 }),
  {
    ...since("At night, with 40 requests a minute in all, AWS WAF blocks a partner that sends 4 of them", {}),
    at: (minute) => ({ requests: 40, hangUps: 0, ...(minute >= 0 && { blocked: 0.1 }) }),
  },
  {
    ...since("The certificate expires in 20 days", { daysToExpiry: 20, requests: 20 }),
    minutes: 2 * DAY, // long, because the alarm that watches this has a period of a day
  },
  {
    ...since("The certificate has expired", {}),
    minutes: 4 * DAY,
    at: (minute) => ({ requests: 20, daysToExpiry: minute < DAY / 2 ? 1 : undefined }),
  },
  ...["first", "second", "third"].map((zone, index) =>
    since(`The NAT gateway of the ${zone} zone has no free ports`, { portErrors: [0, 0, 0].with(index, 40) }),
  ),
  since("Every invocation of the release controller fails", { controller: { invocations: 1, errors: 1 } }),
  since("The release controller is not invoked any more: its rule is disabled, or Lambda throttles it", {
    controller: { invocations: 0, errors: 0 },
  }),
];

const day = (title: string, at: Incident["at"], minutes = 60): Incident => ({
  title,
  sort: "ordinary",
  minutes,
  at,
});

/** Green's share of the traffic in each step of a successful release, in percent. Each step lasts ten minutes. */
const SHARE_AFTER = [5, 25, 50, 100];

const ORDINARY_DAYS: readonly Incident[] = [
  day(
    "A day, from 40 requests a minute at night to 2,000 at noon",
    (minute) => ({ requests: 1020 - 980 * Math.cos((2 * Math.PI * minute) / 1440) }),
    1440,
  ),
  day("No client sends a request for 20 minutes", (minute) =>
    minute >= 10 && minute < 30 ? { requests: 0 } : {},
  ),
  day("A busy hour with 5,000 requests a minute, of which 0.4 % end with a reset connection", () => ({
    requests: 5000,
    behavior: both(behaves({ reset: 0.004 })),
  })),
  day("1 % of the clients close the connection before the answer", () => ({ hangUps: 0.01 }), 240),
  ...[1, 5, 25].map((green) =>
    day(
      `8 % of the clients close the connection before the answer, while green gets ${green} % of the requests`,
      () => ({ green, hangUps: 0.08 }),
      240,
    ),
  ),
  day("3 % of the clients close the connection before the answer", () => ({ hangUps: 0.03 }), 240),
  day(
    "3 % of the clients close the connection before the answer, at night with 20 requests a minute",
    () => ({ requests: 20, hangUps: 0.03 }),
    240,
  ),
  day(
    "In every tenth minute, one client cancels 300 of the 1,000 requests of this minute",
    (minute) => (minute % 10 === 5 ? { hangUps: 0.3 } : {}),
    240,
  ),
  {
    ...day(
      "A release to green with steps of ten minutes, while 3 % of the clients close the connection before the answer",
      (minute) => ({
        hangUps: 0.03,
        green: minute < 0 ? 0 : (SHARE_AFTER[Math.floor(minute / 10)] ?? 100),
      }),
    ),
    candidate: "green",
  },
  {
    ...day("A release to green at 240 requests a minute", (minute) => ({
      requests: 240,
      hangUps: 0.01,
      green: minute < 0 ? 0 : (SHARE_AFTER[Math.floor(minute / 10)] ?? 100),
    })),
    candidate: "green",
  },
  day(
    "A deployment: for some minutes two old and two new tasks run, and then only the two new tasks",
    (minute) => ({
      tasks: { ...ORDINARY.tasks, blue: { ...running(minute > 5 && minute < 9 ? 4 : 2), desired: 2 } },
    }),
  ),
  day("Autoscaling starts tasks, which need two minutes to start, and stops them again", (minute) => ({
    tasks: {
      ...ORDINARY.tasks,
      blue:
        minute >= 10 && minute < 12
          ? { desired: 4, running: 2, healthy: 2, unhealthy: 0 }
          : running(minute >= 12 && minute < 40 ? 4 : 2),
    },
  })),
  day("A failover drill: half of the requests fail in two consecutive minutes", (minute) => ({
    ...(minute === 13 && failing(0.5)),
    ...(minute === 14 && failing(0.5)),
  })),
  {
    ...day(
      "The first deployment: Aurora runs after 12 minutes, tasks after 16, and the deployment ends after 19",
      (minute) => {
        if (minute < 12) return NOTHING;
        const started: Partial<Situation> = {
          requests: minute < 30 ? 0 : ORDINARY.requests,
          instances: [writer, reader],
        };
        return minute < 14
          ? { ...NOTHING, ...started }
          : minute < 16
            ? { ...started, tasks: both({ desired: 2, running: 0, healthy: 0, unhealthy: 0 }) }
            : started;
      },
    ),
    watched: { from: 19, until: 60 },
  },
  {
    ...day("The environment is destroyed", (minute) => (minute < 0 ? {} : NOTHING)),
    watched: { from: 0, until: 0 },
  },
  {
    ...day("The weekly rotation of the master password", () => ({})),
    events: [ofCluster("configuration change", "RDS-EVENT-0016")],
  },
  day(
    "In each ten minutes, the release controller is not invoked in the first minute, is invoked twice in the second minute, and fails once in the sixth minute",
    (minute) => ({
      controller: { invocations: [0, 2][minute % 10] ?? 1, errors: minute % 10 === 5 ? 1 : 0 },
    }),
  ),
  day(
    "Scanners: AWS WAF blocks 20 % of the requests in every fifteenth minute, and 1 % in the other minutes",
    (minute) => ({
      blocked: minute % 15 === 7 ? 0.2 : 0.01,
    }),
    240,
  ),
  day(
    "A scanner at night: for eight minutes AWS WAF blocks 30 of the 60 requests in each minute",
    (minute) => ({
      requests: minute >= 10 && minute < 18 ? 60 : 30,
      blocked: minute >= 10 && minute < 18 ? 0.5 : 0.002,
    }),
  ),
];

/** Returns a copy of an incident in which blue and green are swapped. */
export function mirrored(incident: Incident): Incident {
  const swapped = <T>({ blue, green }: Readonly<Record<Color, T>>) => ({ blue: green, green: blue });
  return {
    ...incident,
    ...(incident.candidate && { candidate: otherColor(incident.candidate) }),
    at: (minute) => {
      const { green, behavior, tasks, further, ...rest } = { ...ORDINARY, ...incident.at(minute) };
      const renamed = Object.entries(further).map(([metric, samples]) => [
        metric.replace(/ (blue|green)$/, (_, color) => ` ${otherColor(color)}`),
        samples,
      ]);
      return {
        ...rest,
        green: 100 - green,
        behavior: swapped(behavior),
        tasks: swapped(tasks),
        further: Object.fromEntries(renamed),
      };
    },
  };
}

/** All incidents. `docs/alarms.md` shows how the alarms react to each incident, and tests check these reactions. */
export const INCIDENTS: readonly Incident[] = [...OF_CANDIDATES, ...OF_WHAT_RUNS, ...ORDINARY_DAYS];

/** Returns the situation in each minute: first `before` minutes without a fault, then the incident. */
export function situations({ minutes, at }: Incident, before: number): Situation[] {
  return Array.from({ length: before + minutes }, (_, index) => ({ ...ORDINARY, ...at(index - before) }));
}
