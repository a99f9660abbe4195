import { setTimeout as sleep } from "node:timers/promises";
import { interruption } from "../../terminal/interruption";
import { printableJson } from "../../terminal/printable";
import { table } from "../../terminal/table";
import { COLORS, weightOf } from "../controller/color";
import { describe } from "../controller/decision";
import type { Environment } from "./environment";
import { type Clients, type Seen, see } from "./seen";
import { guardedWords, liveWords, standing, whatNext } from "./words";

interface Options {
  readonly json: boolean;
  readonly watch: boolean;
  /** Milliseconds between two looks. */
  readonly poll: number;
}

/** Shows an environment's traffic and the release under way. It only reads, so it needs no right to ask the controller. */
export async function showStatus(aws: Clients, environment: Environment, options: Options): Promise<void> {
  const { signal } = interruption();
  for (;;) {
    const seen = await see(aws, environment, { wide: true });
    if (options.watch && !options.json && process.stdout.isTTY) console.clear();
    console.log(
      options.json ? statusJson(environment, seen, options.watch) : statusText(environment.suffix, seen),
    );
    if (!options.watch || process.stdout.destroyed) return; // nobody reads it any more
    await sleep(options.poll, undefined, { signal }).catch(() => {});
    signal.throwIfAborted();
  }
}

/** For scripts: the document as the controller keeps it, and what was seen. @param oneLine each status is one line */
export function statusJson({ suffix }: Environment, seen: Seen, oneLine: boolean): string {
  const { document, problem, look } = seen;
  const known = document === "none" ? undefined : document;
  const { commands: _, outbox: __, ...shown } = known ?? { commands: [], outbox: [] };
  const status = {
    suffix,
    document: known === undefined ? null : shown,
    ...(problem !== undefined && { problem }),
    look,
    ...(known && { guarded: guardedWords(suffix, known, look), next: whatNext(suffix, known, look) }),
  };
  return oneLine ? JSON.stringify(status) : printableJson(status);
}

/** For people. */
export function statusText(suffix: string, { document, problem, look }: Seen): string {
  const { live, recorded, targets, runs, alarms = {}, lock, unknown } = look;
  const share = (green: Look["live"] | Look["recorded"], color: (typeof COLORS)[number]) =>
    typeof green === "number" ? `${weightOf(color, green)} %` : "?";
  const rows = COLORS.map((color) => [
    color,
    share(live, color),
    share(recorded, color),
    `${runs?.[color].running ?? "?"}/${runs?.[color].desired ?? "?"}`,
    `${targets[color]?.healthy ?? "?"}/${targets[color]?.registered ?? "?"}`,
    runs?.[color].image ?? "?",
  ]);
  const problems = COLORS.flatMap(
    (color) => runs?.[color].problems.map((problem) => `${color}: ${problem}`) ?? [],
  );
  const states = Object.entries(alarms).map(([name, state]) => [
    name,
    state === "INSUFFICIENT_DATA" ? "not judged (INSUFFICIENT_DATA)" : state,
  ]);
  const known = document === "none" ? undefined : document;
  return [
    `environment ${suffix}`,
    "",
    ...(known === undefined
      ? [problem ?? "no release was started here yet"]
      : [
          standing(known, look),
          ...whatNext(suffix, known, look).map((it) => `  ${it}`),
          guardedWords(suffix, known, look),
          ...(live === known.want ? [] : [`live: ${liveWords(look)}; wanted: ${describe(known.want)}`]),
        ]),
    "",
    table(["color", "live", "recorded", "running/desired", "healthy/targets", "image"], rows),
    ...(live === "no weights" ? ["", liveWords(look)] : []),
    ...(problems.length === 0 ? [] : ["", "NOT AS DEPLOYED", ...problems.map((it) => `  ${it}`)]),
    ...(unknown.length === 0 ? [] : ["", "CANNOT BE SEEN", ...unknown.map((it) => `  ${it}`)]),
    "",
    table(["alarm", "state"], states),
    "",
    lock === undefined
      ? "whether a deploy holds the environment's lock cannot be seen"
      : lock === "nobody"
        ? "nobody holds the environment's lock"
        : `the environment's lock: a ${lock.operation} by ${lock.who} since ${new Date(lock.since).toISOString()}`,
    ...(live === recorded || typeof live !== "number" || recorded === undefined
      ? []
      : [
          "the recorded weights are not the live ones; the controller records what it wants at its next tick",
        ]),
  ].join("\n");
}

type Look = Seen["look"];
