import { appearanceOf } from "../../terminal/appearance";
import { canRedraw, live } from "../../terminal/live";
import { block } from "./block";
import type { Seen } from "./seen";
import { summarise } from "./summary";

/** Functions that print the progress of a release while a command follows it. */
export interface Screen {
  /** Prints a line that stays on the screen. */
  readonly say: (line: string) => void;
  /** In a terminal, redraws the state of the release. Without a terminal, keeps the state for the summary of the GitHub Actions job. */
  readonly show: (seen: Seen) => void;
  /**
   * Writes the last state of the release. In a terminal, the state is written below the printed lines. Without a terminal, the state is
   * written into the summary of the GitHub Actions job.
   */
  readonly end: () => void;
}

/** The width of the text, in columns, if the output is not a terminal but, for example, the log of a CI job. */
const WIDE = 100;

/**
 * Returns the screen for an environment.
 *
 * @param print prints a line. The screen calls it only if the output cannot be redrawn.
 */
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
