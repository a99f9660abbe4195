import { wrap } from "../../terminal/wrap";

/** Exit codes of `npm run release` with their meanings; `--help` and the runbook show this list. */
const CODES = [
  ["done", 0, "done"],
  ["failed", 1, "failed: look with status whether traffic moved"],
  ["refused", 2, "refused: nothing was moved"],
  ["rolledBack", 3, "rolled back: all traffic is on the stable color"],
  [
    "foreign",
    4,
    "stopped: somebody else moved the listener, and the controller leaves it alone until a repair",
  ],
  ["notRolledBack", 5, "NOT rolled back: the controller still tries, or the result is not known"],
  ["stuck", 6, "stuck: the color that has to get all traffic has no target that can answer"],
  [
    "paused",
    7,
    "paused: a person has to decide, because a step needs an approval, there are too few requests or targets, or somebody paused the release",
  ],
  ["unseen", 8, "status: the state of the release, or of the traffic, cannot be seen"],
  [
    "interrupted",
    130,
    "interrupted: if a command was already sent, the controller carries it out and guards the traffic; no other command was sent",
  ],
] as const;

export type Ending = (typeof CODES)[number][0];

/** The exit code for each way in which the command can end. */
export const EXIT = Object.fromEntries(CODES.map(([ending, code]) => [ending, code])) as Readonly<
  Record<Ending, number>
>;

/** Returns all exit codes with their meanings, wrapped to the terminal's width. @param columns the terminal's width */
export const exitCodes = (columns: number): string =>
  CODES.map(([, code, meaning]) => {
    const begin = `${String(code).padStart(5)}  `;
    return begin + wrap(meaning, columns - begin.length).join(`\n${" ".repeat(begin.length)}`);
  }).join("\n");
