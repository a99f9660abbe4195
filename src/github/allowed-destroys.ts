import { RefusedError } from "../terminal/refused";
import { type TextLine, textLines } from "./text-lines";

/** The address of a resource in a plan, such as `aws_rds_cluster.database_cluster`. */
const ADDRESS = /^[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*$/;

/**
 * A line that allows a loss. The spaces around the address are trimmed by other code, because a regular expression that also matches
 * trailing spaces takes quadratic time for many spaces.
 */
const LINE = /^Allow-destroy:([\s\S]*)$/i;

/** The lines `Allow-destroy: <address>` of a pull request's text. */
export interface AllowedDestroys {
  readonly addresses: readonly string[];
  /** Lines that do not count, each with the markup that contains the line. */
  readonly ignored: readonly TextLine[];
}

/**
 * Reads from a pull request's text the addresses of the resources that may be lost. A line counts only if an approver sees it as a separate
 * line. It does not count in a code block, a quotation, a fold (`<details>`) or an HTML comment, or where other markup may hide it.
 *
 * @throws RefusedError when a line that counts does not contain exactly one address
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
