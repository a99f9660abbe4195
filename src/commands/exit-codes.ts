import { EXIT } from "../release/client/exit";
import { EXIT_INTERRUPTED } from "../terminal/interruption";
import { EXIT_BLOCKED, EXIT_FAILED, EXIT_NOT_AS_CONFIGURED, EXIT_NOTHING, EXIT_REFUSED } from "./end";

/**
 * The exit codes of the commands. The field `all` contains the usual meaning of a code. The fields `plan`, `release` and `sweep` contain
 * other meanings that the code has in `npm run plan`, `npm run release` and `npm run sweep`. The tables in README.md and in `help` are made
 * from this list. `npm run plan` uses the exit codes of `terraform plan -detailed-exitcode`:
 * https://developer.hashicorp.com/terraform/cli/commands/plan
 */
export const EXIT_CODES: readonly {
  readonly code: number;
  readonly all: string;
  readonly plan?: string;
  readonly release?: string;
  readonly sweep?: string;
}[] = [
  {
    code: 0,
    all: "done, or nothing to do; doctor, verify: no check failed",
    plan: "the plan has no changes",
  },
  {
    code: EXIT_FAILED,
    all: "failed, for example because a permission or the network is missing",
    plan: "failed or refused",
  },
  {
    code: EXIT_REFUSED,
    all: "refused before any change: not signed in, bad usage, or another reason",
    plan: "the plan has changes",
  },
  {
    code: EXIT_BLOCKED,
    all: "a person has to look, for example because data would be lost",
    plan: "the plan would lose data, and nobody has allowed the loss",
    release: "rolled back",
    sweep: "resources of the environment are left",
  },
  {
    code: EXIT_NOTHING,
    all: "not found: the environment, or the part of it that the command shows",
    plan: "somebody has made dangerous changes by hand",
    release: "somebody else moved traffic",
  },
  {
    code: EXIT_NOT_AS_CONFIGURED,
    all: "a color or the release controller has a problem, or cannot be read",
    release: "a rollback has not succeeded, or its result is unknown",
    sweep: "refused, because the environment is still deployed",
  },
  { code: EXIT.stuck, all: "-", release: "stuck: the color that has to get all traffic cannot answer" },
  { code: EXIT.paused, all: "-", release: "paused, because a person has to decide" },
  {
    code: EXIT.unseen,
    all: "no problem was found, but not everything could be checked",
    release: "the state of the release cannot be read",
  },
  { code: EXIT_INTERRUPTED, all: "interrupted" },
];

/**
 * Returns one text for each of the fields `plan`, `release` and `sweep` of an exit code. A missing field gives no text. A text consists of
 * the field's name and the field's value, for example `release: rolled back`.
 */
const others = ({ plan, release, sweep }: (typeof EXIT_CODES)[number]): string[] =>
  Object.entries({ plan, release, sweep }).flatMap(([command, meaning]) =>
    meaning === undefined ? [] : [`${command}: ${meaning}`],
  );

/** Returns the rows of the table of exit codes in README.md. */
export const exitCodesForReadme = (): string[] =>
  EXIT_CODES.map((it) => `| ${it.code} | ${it.all} | ${others(it).join("; ")} |`);

/** Returns the lines about exit codes that `help` prints. */
export const exitCodesForHelp = (): string[] =>
  EXIT_CODES.flatMap((it) => {
    const [first, ...more] = it.all === "-" ? others(it) : [it.all, ...others(it)];
    return [`    ${String(it.code).padStart(3)}  ${first}`, ...more.map((line) => `         ${line}`)];
  });
