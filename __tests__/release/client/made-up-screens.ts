import { colorAlarmNames } from "../../../src/naming/alarm-names";
import type { Numbers } from "../../../src/release/client/numbers";
import type { Seen } from "../../../src/release/client/seen";
import type { Runs } from "../../../src/release/controller/look";
import { documentOf, LOCK, lookOf, NOW, RELEASE } from "./made-up";

const MINUTE = 60_000;
const IMAGE = "111122223333.dkr.ecr.us-east-1.amazonaws.com/app@sha256:";
const runs = (color: string, digit: string, running: number): Runs => ({
  image: `${IMAGE}${digit.repeat(64)}`,
  taskDefinition: `task-definition-${color}-x1:7`,
  running,
  desired: 3,
  problems: [],
});
const RUNS = { blue: runs("blue", "a", 3), green: runs("green", "b", 3) };
const GREEN = colorAlarmNames("x1", "green");
const release = { ...RELEASE, alarms: [...GREEN, "duplicate-payments/x1"] };

/** The states of all alarms: OK, except for the given ones. */
const states = (changes: Readonly<Record<string, string>> = {}) => ({
  ...Object.fromEntries(
    [...GREEN, ...colorAlarmNames("x1", "blue"), "duplicate-payments/x1"].map((name) => [name, "OK"]),
  ),
  "alarm-load-balancer-5xx-x1": "OK",
  "alarm-quiet-load-balancer-5xx-x1": "OK",
  "alarm-release-controller-errors-x1": "OK",
  "alarm-release-controller-silent-x1": "OK",
  ...changes,
});

const above = { comparison: ">", unit: "" };
const NUMBERS: Numbers = {
  from: NOW - (NOW % MINUTE) - 5 * MINUTE,
  to: NOW - (NOW % MINUTE),
  colors: {
    blue: { rate: 573.4, failed: 0.31, p99: 0.204 },
    green: { rate: 190.2, failed: 0.42, p99: 0.2113 },
  },
  refused: 0,
  alarms: {
    "alarm-green-failed-requests-x1": { value: 0.4, threshold: 5, comparison: ">", unit: "%" },
    "alarm-green-quiet-failed-requests-x1": { value: 0.3, threshold: 5, comparison: ">", unit: "%" },
    "alarm-green-p99-latency-x1": { value: 0.211, threshold: 1, comparison: ">", unit: "s" },
    "alarm-green-unhealthy-hosts-x1": { ...above, value: 0, threshold: 0 },
    "alarm-green-running-tasks-x1": { value: 100, threshold: 75, comparison: "<", unit: "%" },
    "duplicate-payments/x1": { ...above, value: 0, threshold: 0 },
  },
};
const targets = { blue: { registered: 3, healthy: 3 }, green: { registered: 3, healthy: 3 } };

/** A release whose candidate has the same numbers as the stable color. */
export const goodSeen: Seen = {
  document: documentOf({ release }),
  look: lookOf({ runs: RUNS, alarms: states(), targets }),
  numbers: NUMBERS,
};

/** A release that is being rolled back. */
export const badSeen: Seen = {
  document: documentOf({
    release,
    phase: "back",
    want: 0,
    reason: "in ALARM: alarm-green-failed-requests-x1",
  }),
  look: lookOf({ runs: RUNS, alarms: states({ "alarm-green-failed-requests-x1": "ALARM" }), targets }),
  numbers: {
    ...NUMBERS,
    colors: { ...NUMBERS.colors, green: { rate: 188, failed: 12.44, p99: 0.842 } },
    alarms: {
      ...NUMBERS.alarms,
      "alarm-green-failed-requests-x1": { value: 12.1, threshold: 5, comparison: ">", unit: "%" },
      "alarm-green-quiet-failed-requests-x1": { value: 2.6, threshold: 5, comparison: ">", unit: "%" },
      "alarm-green-p99-latency-x1": { value: 0.842, threshold: 1, comparison: ">", unit: "s" },
    },
  },
};

/** A release whose candidate had too few requests to be judged. */
export const inconclusiveSeen: Seen = {
  document: documentOf({
    release: { ...release, paused: "inconclusive" },
    phase: "paused",
    reason:
      "too few requests to judge by: resume waits for more requests, promote sends all traffic to the candidate, rollback sends all traffic back",
  }),
  look: lookOf({
    runs: RUNS,
    requests: 0,
    alarms: states(
      Object.fromEntries(
        GREEN.filter((it) => /requests|latency/.test(it)).map((it) => [it, "INSUFFICIENT_DATA"]),
      ),
    ),
    targets,
    lock: LOCK,
  }),
  numbers: {
    ...NUMBERS,
    colors: { blue: { rate: 0.4, failed: 0, p99: 0.198 }, green: { rate: 0 } },
    alarms: Object.fromEntries(
      Object.entries(NUMBERS.alarms).map(([name, { value, ...alarm }]) => [
        name,
        /requests|latency/.test(name) || value === undefined ? alarm : { ...alarm, value },
      ]),
    ),
  },
};

/**
 * A release that has had to go back to a color without tasks for a quarter of an hour. As docs/alarms.md says ("All tasks are
 * gone"), no request is counted for that color, so its own alarms have no data, and the load balancer's alarms are in ALARM.
 */
export const stuckSeen: Seen = {
  document: documentOf({
    release: { ...release, startedAt: NOW - 33 * MINUTE },
    phase: "stuck",
    want: 0,
    movedAt: NOW - 9 * MINUTE,
    reason: "in ALARM: alarm-green-p99-latency-x1",
  }),
  look: lookOf({
    runs: { ...RUNS, blue: runs("blue", "a", 0) },
    alarms: states({
      "alarm-green-p99-latency-x1": "ALARM",
      "alarm-blue-running-tasks-x1": "ALARM",
      "alarm-blue-failed-requests-x1": "INSUFFICIENT_DATA",
      "alarm-blue-quiet-failed-requests-x1": "INSUFFICIENT_DATA",
      "alarm-blue-p99-latency-x1": "INSUFFICIENT_DATA",
      "alarm-load-balancer-5xx-x1": "ALARM",
      "alarm-quiet-load-balancer-5xx-x1": "ALARM",
    }),
    targets: { ...targets, blue: { registered: 0, healthy: 0 } },
  }),
  numbers: {
    ...NUMBERS,
    colors: { blue: { rate: 0 }, green: { rate: 190, failed: 0.42, p99: 4.18 } },
    refused: 570,
    alarms: {
      ...NUMBERS.alarms,
      "alarm-green-p99-latency-x1": { value: 4.18, threshold: 1, comparison: ">", unit: "s" },
      "alarm-blue-running-tasks-x1": { value: 0, threshold: 75, comparison: "<", unit: "%" },
      "alarm-blue-failed-requests-x1": { threshold: 5, comparison: ">", unit: "%" },
      "alarm-blue-quiet-failed-requests-x1": { threshold: 5, comparison: ">", unit: "%" },
      "alarm-blue-p99-latency-x1": { threshold: 1, comparison: ">", unit: "s" },
      "alarm-load-balancer-5xx-x1": { value: 75, threshold: 1, comparison: ">", unit: "%" },
      "alarm-quiet-load-balancer-5xx-x1": { value: 75, threshold: 1, comparison: ">", unit: "%" },
    },
  },
  // 33 minutes with 760 requests each. Three quarters of them went to blue, and those failed in the last 15 minutes.
  failing: {
    from: NOW - 33 * MINUTE,
    to: NOW - (NOW % MINUTE),
    requests: 25_080,
    failed: 8_641,
    since: NOW - (NOW % MINUTE) - 15 * MINUTE,
  },
};
