import { appearanceOf } from "../../terminal/appearance";
import { canRedraw, live } from "../../terminal/live";
import { block } from "./block";
import type { Seen } from "./seen";
import { summarise } from "./summary";

/** The screen on which a release is followed. */
export interface Screen {
  /** Prints a line, for good. */
  readonly say: (line: string) => void;
  /** Shows the present state in place of the one that was shown before. */
  readonly show: (seen: Seen) => void;
  /** Keeps the state that was shown last: below the lines in a terminal, and in the summary of a job. */
  readonly end: () => void;
}

/** The width where there is no terminal, such as in the log of a job, in columns. */
const WIDE = 100;

/** @param print prints a line on a screen that redraws nothing */
export function screen(
  suffix: string,
  print: (line: string) => void,
  stream: NodeJS.WriteStream = process.stdout,
  env: NodeJS.ProcessEnv = process.env,
): Screen {
  let last: Seen | undefined;
  const lines = canRedraw(stream, env) ? live(stream, env) : undefined;
  const drawn = () => {
    const { columns } = appearanceOf(stream, env);
    return last === undefined ? [] : block(suffix, last, Number.isFinite(columns) ? columns - 1 : WIDE);
  };
  return {
    say: (line) => (lines === undefined ? print(line) : lines.print(line)),
    show: (seen) => {
      last = seen;
      lines?.show(drawn());
    },
    end: () => {
      if (lines !== undefined) lines.end(drawn());
      else for (const line of drawn()) summarise(line, env);
    },
  };
}
