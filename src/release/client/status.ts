import { setTimeout as sleep } from "node:timers/promises";
import { appearanceOf } from "../../terminal/appearance";
import { interruption } from "../../terminal/interruption";
import { canRedraw, live as liveLines } from "../../terminal/live";
import { printable, printableJson } from "../../terminal/printable";
import { COLORS } from "../controller/color";
import { block } from "./block";
import type { Environment } from "./environment";
import { EXIT } from "./exit";
import { fitted } from "./fitted";
import { guardedWords } from "./guarded";
import { changeOf } from "./line";
import type { Seen } from "./seen";
import { whatNext } from "./words";

interface Options {
  readonly json: boolean;
  readonly watch: boolean;
  /** Milliseconds between two readings of the state. */
  readonly poll: number;
}

/**
 * Shows an environment's traffic and the release under way. The command does not invoke the controller, so it needs only read permissions.
 *
 * - Without `--watch`, the command prints the state once.
 * - With `--watch` and `--json`, the command prints the state as JSON after each reading.
 * - With `--watch` alone, on a terminal: the command redraws the state after each reading.
 * - With `--watch` alone, on another output: the command prints the state, and later a line for each change.
 *
 * @param say a function that prints the output in the cases in which the command does not redraw the state
 * @returns the exit code: 0 if the release's state and the listener's weights could be read, otherwise 8
 */
export async function showStatus(
  see: () => Promise<Seen>,
  environment: Environment,
  { json, watch, poll }: Options,
  say: (text: string) => void,
): Promise<number> {
  const { suffix } = environment;
  const { signal } = interruption();
  const screen =
    watch && !json && canRedraw(process.stdout, process.env) ? liveLines(process.stdout) : undefined;
  const columns = () => appearanceOf(process.stdout, process.env).columns;
  let shown: string | undefined;
  let lines: readonly string[] = [];
  try {
    for (;;) {
      const seen = await see();
      const { document } = seen;
      const known = document === undefined || document === "none" ? undefined : document;
      const change = known === undefined ? undefined : changeOf(suffix, known, seen);
      if (screen !== undefined) {
        lines = statusText(suffix, seen, columns() - 1).split("\n");
        screen.show(lines);
      } else if (json) say(statusJson(environment, seen, watch));
      else if (shown === undefined) say(statusText(suffix, seen, columns()));
      else if (change !== undefined && change.key !== shown) say(change.text);
      shown = change?.key ?? shown ?? "";
      if (!watch || process.stdout.destroyed) return isSeen(seen) ? EXIT.done : EXIT.unseen; // nobody reads the output any more
      await sleep(poll, undefined, { signal }).catch(() => {});
      signal.throwIfAborted();
    }
  } finally {
    screen?.end(lines);
  }
}

const isSeen = ({ document, look }: Seen): boolean => document !== undefined && look.live !== undefined;

/**
 * Returns the status as JSON for scripts: the release document and the state of the environment.
 *
 * @param oneLine true to write the JSON in one line, so that each status of `--watch` is one line
 */
export function statusJson({ suffix }: Environment, seen: Seen, oneLine: boolean): string {
  const { document, problem, look, numbers, failing, stale } = seen;
  const known = document === "none" ? undefined : document;
  const { commands: _, outbox: __, ...shown } = known ?? { commands: [], outbox: [] };
  const status = {
    suffix,
    document: known === undefined ? null : shown,
    ...(problem !== undefined && { problem }),
    look,
    ...(numbers && { numbers }),
    ...(failing && { failing }),
    ...(stale !== undefined && { stale }),
    ...(known && { guarded: guardedWords(suffix, known, look), next: whatNext(suffix, known, look) }),
  };
  return oneLine ? printable(JSON.stringify(status)) : printableJson(status);
}

/** Returns true if the controller moves no traffic until somebody runs `repair` or `rollback`. */
const isLeftAlone = ({ document }: Seen): boolean =>
  document !== undefined && document !== "none" && ["foreign", "held"].includes(document.phase);

/** Returns the status as text for people. @param columns the terminal's width */
export function statusText(suffix: string, seen: Seen, columns = Number.POSITIVE_INFINITY): string {
  const { live, recorded, runs, lock } = seen.look;
  const problems = COLORS.flatMap(
    (color) => runs?.[color].problems.map((problem) => `${color}: ${problem}`) ?? [],
  );
  const earlier = COLORS.flatMap((color) => {
    const failure = runs?.[color].earlier;
    return failure === undefined ? [] : [`${color}: ${failure}`];
  });
  const holder =
    lock === undefined
      ? "it cannot be seen whether a deploy holds the environment's lock"
      : lock === "nobody"
        ? "nobody holds the environment's lock"
        : `the environment's lock: a ${lock.operation} by ${lock.who} since ${new Date(lock.since).toISOString()}`;
  const part = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", title, ...lines.flatMap((it) => fitted(`  ${it}`, columns))];
  return [
    ...block(suffix, seen, columns),
    ...part("NOT AS DEPLOYED", problems),
    ...part("EARLIER", earlier),
    "",
    ...fitted(holder, columns),
    ...(live === recorded || typeof live !== "number" || recorded === undefined
      ? []
      : fitted(
          `the recorded weights are not the live ones; ${isLeftAlone(seen) ? "a repair records the live ones" : "the controller records the wanted weights at its next tick"}`,
          columns,
        )),
  ].join("\n");
}
