import { alarmNames, requestAlarmNames } from "../naming/alarm-names";
import { COLORS } from "../release/controller/color";
import { describe } from "../release/controller/decision";
import { harmOf } from "../release/controller/harm";
import { typed } from "../release/controller/typed";
import { existing, gone } from "./existence";
import { type Health, type Part, seenTargets } from "./health";

/**
 * The exit codes of `npm run status`. `healthy`: no problem was found. `wrong`: a problem was found. `nothing`: nothing of the environment
 * was found. `unseen`: no problem was found, but a part could not be read, or an alarm has no data.
 */
export const STATUS_EXIT = { healthy: 0, wrong: 3, nothing: 4, unseen: 8 } as const;

/** The result of {@link judge}: whether an environment is healthy, and its problems. */
export interface Verdict {
  readonly kind: keyof typeof STATUS_EXIT;
  /** A sentence for each problem. */
  readonly wrong: readonly string[];
  /** The parts whose health is not known, each with the reason, such as AWS's message about a missing permission. */
  readonly unseen: readonly string[];
}

/** Decides whether an environment is healthy. */
export function judge(health: Health): Verdict {
  const signs = Object.values(existing(health));
  if (signs.every((sign) => sign === "gone")) return { kind: "nothing", wrong: [], unseen: [] };
  // If no part is known to exist, the environment may not be deployed. Then a missing part is no problem.
  const isDeployed = signs.includes("there");
  const missing = isDeployed ? gone(health) : [];
  const parts: Readonly<Record<string, Part<unknown>>> = {
    "what runs": health.colors,
    weights: health.weights,
    targets: health.targets,
    alarms: health.alarms,
    "which alarms should exist": health.configuredAlarms,
    "the release controller's state": health.controller,
    "the last release": health.release,
    "the database": health.database,
    "the address": health.url,
    "the cost": health.monthlyCost,
  };
  const unread = Object.entries(parts).flatMap(([what, it]) =>
    "unseen" in it && !missing.some(({ reason }) => reason.test(it.unseen)) ? [`${what}: ${it.unseen}`] : [],
  );
  const unseen = [...unread, ...silent(health)];
  const wrong = [
    ...wrongRelease(health),
    ...missing.map(({ sentence }) => sentence),
    ...(isDeployed ? [...wrongColors(health), ...wrongDatabase(health), ...wrongAlarms(health)] : []),
  ];
  return { kind: wrong.length > 0 ? "wrong" : unseen.length > 0 ? "unseen" : "healthy", wrong, unseen };
}

function wrongRelease({ suffix, controller, weights }: Health): readonly string[] {
  if ("unseen" in controller || controller.seen === "none") return [];
  const { phase, want, problem } = controller.seen;
  if (problem !== undefined) return [`${problem} - to see what to do: ${typed(suffix, "status")}`];
  const green = "seen" in weights && weights.seen !== "none" ? weights.seen.green : want;
  // In the other phases, the release controller moves the traffic by itself.
  return green === want || phase !== "idle"
    ? []
    : [
        `the listener has ${describe(green)}, but the release controller wants ${describe(want)} - to see what to do: ${typed(suffix, "status")}`,
      ];
}

function wrongColors({ colors, weights, targets }: Health): readonly string[] {
  const shares = "seen" in weights ? weights.seen : undefined;
  const harm =
    shares === undefined
      ? undefined
      : shares === "none"
        ? "the listener forwards to no color"
        : harmOf({ live: shares.green, targets: seenTargets(targets) });
  const none = harm === undefined ? [] : [harm];
  if ("unseen" in colors) return none;
  const each = COLORS.flatMap((color) => {
    const it = colors.seen[color];
    const share = shares === undefined || shares === "none" ? undefined : shares[color];
    const gets = share ? `, and gets ${share} % of the requests` : "";
    if (it === "none") return [`${color} has no service${gets}`];
    if (it.rollout === "FAILED") return [`the newest deployment of ${color} failed`];
    if (it.running >= it.desired && (it.running > 0 || !share)) return [];
    return [`${color} runs ${it.running} of ${it.desired} tasks${gets}`];
  });
  return [...none, ...each];
}

function wrongDatabase({ database }: Health): readonly string[] {
  if ("unseen" in database) return [];
  const { status, members } = database.seen;
  return [
    ...(status === "available" ? [] : [`the database cluster is ${status}`]),
    ...(members.some(({ role }) => role === "writer") ? [] : ["the database has no writer"]),
    ...members
      .filter((it) => it.status !== "available")
      .map(({ name, role, status: is }) => `${name}, the database's ${role}, is ${is}`),
  ];
}

function wrongAlarms({ suffix, alarms, configuredAlarms }: Health): readonly string[] {
  if ("unseen" in alarms) return [];
  if (Object.keys(alarms.seen).length === 0) return ["the environment has no alarms"];
  const configured = "seen" in configuredAlarms ? configuredAlarms.seen : [];
  const stack = alarmNames(suffix);
  const absent = configured.filter((name) => alarms.seen[name] === undefined);
  const missing = absent.filter((name) => stack.includes(name));
  const own = absent.filter((name) => !stack.includes(name));
  return [
    ...Object.keys(alarms.seen)
      .filter((name) => alarms.seen[name] === "ALARM")
      .map((name) => `${name} is in ALARM`),
    ...(missing.length === 0
      ? []
      : [
          `alarms that this checkout configures do not exist in AWS (deleted, or not deployed yet): ${missing.join(", ")}`,
        ]),
    ...(own.length === 0
      ? []
      : [
          `release.alarms names alarms that do not exist in AWS, and the team creates these: ${own.join(", ")}`,
        ]),
  ];
}

/**
 * Returns a list with one line about alarms without data. The list is empty if there are none. Alarms on requests, and the team's own
 * alarms, are left out, because they have no data if nobody sends requests.
 */
function silent({ suffix, alarms }: Health): readonly string[] {
  if ("unseen" in alarms) return [];
  const mayBeSilent = COLORS.flatMap((color) => requestAlarmNames(suffix, color));
  const names = alarmNames(suffix).filter(
    (name) => alarms.seen[name] === "INSUFFICIENT_DATA" && !mayBeSilent.includes(name),
  );
  return names.length === 0
    ? []
    : [`alarms: no data (INSUFFICIENT_DATA), so they detect nothing at present: ${names.join(", ")}`];
}
