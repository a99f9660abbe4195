import { shortImage } from "../release/client/fitted";
import { moment } from "../release/client/time";
import { COLORS } from "../release/controller/color";
import { table } from "../terminal/table";
import { wrap } from "../terminal/wrap";
import type { Health, Part } from "./health";
import type { Verdict } from "./judge";

const UNSEEN = "cannot be read";

/** Formats an environment's health as one page of text. @param columns the terminal's width, in characters */
export function page(health: Health, { wrong, unseen }: Verdict, columns: number): string {
  const rows = [
    ["application", of(health.url, (url) => url)],
    ["dashboard", health.dashboard],
    ["database", of(health.database, databaseWords)],
    ["alarms", of(health.alarms, alarmWords)],
    ["last release", of(health.release, releaseWords)],
    ["cost a month", of(health.monthlyCost, costWords)],
  ] as const;
  const width = Math.max(...rows.map(([name]) => name.length));
  const line = (name: string, words: string) =>
    wrap(words, columns - width - 4).map((it, at) => `  ${(at === 0 ? name : "").padEnd(width)}  ${it}`);
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0
      ? []
      : ["", title, ...lines.flatMap((it) => wrap(it, columns - 2).map((one) => `  ${one}`))];
  return [
    `${health.suffix} (${health.profile}): ${headline(health, { wrong, unseen })}`,
    ...list("WRONG", wrong),
    "",
    colorsTable(health, columns),
    "",
    ...rows.flatMap(([name, words]) => line(name, words)),
    ...list("NOT KNOWN", unseen),
  ].join("\n");
}

/** Returns the verdict in words. It claims nothing of parts that were not read, and names the alarms that CloudWatch did not judge. */
function headline({ alarms }: Health, { wrong, unseen }: Pick<Verdict, "wrong" | "unseen">): string {
  if (wrong.length > 0) return "SOMETHING IS WRONG";
  if (unseen.length > 0) return "no problem found, but not everything is known";
  const states = "seen" in alarms ? Object.values(alarms.seen) : [];
  const unjudged = states.filter((state) => state === "INSUFFICIENT_DATA").length;
  return `no problem found in what this page shows${unjudged === 0 ? "" : `; alarms without data, so not judged: ${unjudged} of ${states.length}`}`;
}

const of = <T>(part: Part<T>, words: (seen: T) => string) => ("seen" in part ? words(part.seen) : UNSEEN);

function colorsTable({ colors, weights, targets }: Health, columns: number): string {
  const rows = COLORS.map((color) => {
    const share = of(weights, (it) => (it === "none" ? "none" : `${it[color]} %`));
    const healthy = of(targets, ({ [color]: seen }) =>
      seen === "none" ? "no target group" : `${seen.healthy} of ${seen.registered}`,
    );
    const it = "seen" in colors ? colors.seen[color] : undefined;
    if (it === undefined) return [color, share, healthy, UNSEEN, UNSEEN, UNSEEN];
    if (it === "none") return [color, share, healthy, "no service", "", ""];
    const { running, desired, pending, image, deployedAt, rollout } = it;
    const tasks = `${running} of ${desired}${pending === 0 ? "" : `, ${pending} pending`}`;
    const when = deployedAt === undefined ? "unknown" : `${moment(Date.parse(deployedAt))} UTC`;
    const how = rollout === undefined || rollout === "COMPLETED" ? "" : `, ${rollout}`;
    return [color, share, healthy, tasks, shortImage(image), `${when}${how}`];
  });
  return table(
    ["color", "requests", "targets healthy", "tasks running", "image", "last deployment"],
    rows,
    columns,
  );
}

function alarmWords(states: Readonly<Record<string, string>>): string {
  const names = (state: string) => Object.keys(states).filter((name) => states[name] === state);
  const unjudged = names("INSUFFICIENT_DATA");
  const [alarm, ok] = [names("ALARM").length, names("OK").length];
  const which = unjudged.length === 0 ? "" : `: ${unjudged.join(", ")}`;
  return `${alarm} in ALARM, ${ok} OK, ${unjudged.length} with insufficient data (not judged)${which}`;
}

const databaseWords = ({ status, members }: Extract<Health["database"], { seen: unknown }>["seen"]) =>
  `${status}; ${members.map(({ name, role, status: is }) => `${role} ${name} ${is}`).join(", ")}`;

const releaseWords = (it: Extract<Health["release"], { seen: unknown }>["seen"]) =>
  it === "none"
    ? "none in the release document and the release history"
    : `${it.id.slice(0, 8)} to ${it.candidate}: ${it.is}, since ${moment(Date.parse(it.since))} UTC`;

const costWords = (dollars: number) =>
  `about ${dollars.toFixed(0)} US dollars without traffic, calculated from this checkout; prices: README.md`;

/** Returns the message for an environment of which nothing was found. @param resources the types of resources that were looked for */
export const nothingWords = (suffix: string, resources: readonly string[]): string =>
  `nothing of "${suffix}" was found: it has no ${resources.join(", no ")}. Other resources were not looked for; to look for all: npm run sweep -- --suffix ${suffix}`;
