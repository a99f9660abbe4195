import { RefusedError } from "../terminal/refused";
import { type TextLine, textLines } from "./text-lines";

/** An address in a plan, such as `aws_rds_cluster.database_cluster`. */
const ADDRESS = /^[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*$/;

/** The text behind the address is trimmed separately: a pattern with trailing spaces would take quadratic time for many spaces. */
const LINE = /^Allow-destroy:([\s\S]*)$/i;

/** The lines `Allow-destroy: <address>` of a pull request's text. */
export interface AllowedDestroys {
  readonly addresses: readonly string[];
  /** Lines that do not count, each with its place. */
  readonly ignored: readonly TextLine[];
}

/**
 * The addresses that a pull request's text allows to be lost. A line counts only where an approver sees it as a line of its own:
 * not in a code block, a quotation, a fold or an HTML comment, and not where other markup may hide it.
 *
 * @throws RefusedError when a counting line names no address
 */
export function allowedDestroys(text: string): AllowedDestroys {
  const lines = textLines(text).filter(({ line }) => LINE.test(line));
  const addresses = lines
    .filter(({ within }) => within === undefined)
    .flatMap(({ line }) => LINE.exec(line)?.[1]?.trim() ?? []);
  const bad = addresses.filter((address) => !ADDRESS.test(address));
  if (bad.length > 0) {
    throw new RefusedError(
      `Allow-destroy: got ${JSON.stringify(bad[0])}, allowed: one address such as aws_rds_cluster.database_cluster`,
    );
  }
  return {
    addresses: [...new Set(addresses)],
    ignored: lines.filter(({ within }) => within !== undefined),
  };
}
