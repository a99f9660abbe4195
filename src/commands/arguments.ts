import { InvalidArgumentError, Option } from "commander";
import { safeParse } from "valibot";
import { COLORS, type Color } from "../naming/color";
import { PERCENT } from "../naming/weight-parameter";
import { SNAPSHOT_ARN } from "../settings/restore-from";
import { suffixSchema } from "../settings/schema";

export function parseColor(value: string): Color {
  const color = COLORS.find((it) => it === value);
  if (color === undefined) throw new InvalidArgumentError(`allowed: ${COLORS.join(", ")}`);
  return color;
}

export function parseSuffix(value: string): string {
  const { success, issues } = safeParse(suffixSchema, value);
  if (!success) throw new InvalidArgumentError(`allowed: ${issues[0].message}`);
  return value;
}

export function parsePercent(value: string): number {
  if (!PERCENT.test(value)) throw new InvalidArgumentError("allowed: a whole number from 0 to 100");
  return Number(value);
}

export function parseSteps(value: string): number[] {
  const steps = value.split(",").map(parsePercent);
  if (steps.some((step, index) => step <= (steps[index - 1] ?? 0))) {
    throw new InvalidArgumentError("allowed: rising percents such as 5,25,50,100");
  }
  return steps;
}

export function parseDuration(value: string): number {
  const [, amount, unit] = /^(\d+)(s|m|h)$/.exec(value) ?? [];
  if (amount === undefined) throw new InvalidArgumentError("allowed: a duration such as 90s, 5m or 1h");
  return Number(amount) * { s: 1000, m: 60_000, h: 3_600_000 }[unit as "h" | "m" | "s"];
}

export function parsePositive(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value))
    throw new InvalidArgumentError("allowed: a whole number above 0, below a million");
  return Number(value);
}

export function parseCount(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError("allowed: a whole number from 0 to 999999999");
  return Number(value);
}

export function parsePath(value: string): string {
  if (!/^\/\S*$/.test(value)) throw new InvalidArgumentError("allowed: a path such as /healthz");
  return value;
}

export function parseUrl(value: string): string {
  if (!/^https?:\/\/\S+$/.test(value))
    throw new InvalidArgumentError("allowed: an address such as https://partner.example.com/ready");
  return value;
}

/** Parses a time. If the text has no time zone, the time is in UTC. The time zone of this machine does not matter. */
export function parseTime(value: string): Date {
  const [, day, time, zone = "Z"] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|UTC|[+-]\d\d:\d\d)?$/.exec(value) ?? [];
  const at = new Date(`${day}T${time}${zone === "UTC" ? "Z" : zone}`);
  // JavaScript accepts 31 February and reads it as 3 March.
  const isOfCalendar = new Date(`${day}T00:00Z`).toJSON()?.slice(0, 10) === day;
  if (Number.isNaN(at.getTime()) || !isOfCalendar)
    throw new InvalidArgumentError(
      "allowed: a time such as 2026-03-04T05:06, in UTC, or 2026-03-04T05:06+01:00",
    );
  return at;
}

export function parseSnapshot(value: string): string {
  if (!SNAPSHOT_ARN.test(value)) throw new InvalidArgumentError("allowed: the ARN of a cluster snapshot");
  return value;
}

/** Returns the option `--no-wait`, for the commands that apply a plan. */
export const noWait = (): Option =>
  new Option(
    "--no-wait",
    "do not wait for the end of ECS's deployments: the exit code is 0 even if ECS rolls a service back later",
  );

export const NOT_FOLLOWED =
  '--no-wait: the command did not check whether ECS rolls the new version back; "npm run release -- status" shows the running version';
