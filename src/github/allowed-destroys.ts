import { RefusedError } from "../terminal/refused";
import { type TextLine, textLines } from "./text-lines";

/** Matches the Terraform address of a resource, such as `aws_rds_cluster.database_cluster`. */
const ADDRESS = /^[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*$/;

/**
 * Matches a line that allows the loss of a resource's data. The group contains the Terraform address and the spaces around it, and the
 * caller removes these spaces. If the regular expression itself excluded the spaces at the end, it would take quadratic time for many
 * spaces.
 */
const LINE = /^Allow-destroy:([\s\S]*)$/i;

/** The lines `Allow-destroy: <address>` of a pull request's text. */
export interface AllowedDestroys {
  readonly addresses: readonly string[];
  /** The lines without effect, because markup may hide them. The field `within` of each line contains the name of this markup. */
  readonly ignored: readonly TextLine[];
}

/**
 * Reads the lines `Allow-destroy: <address>` from a pull request's text. A line has an effect only if an approver sees it as a separate
 * line. A line has no effect if it is in a code block, a quotation, a fold (`<details>`), an HTML comment, or other markup that may hide it.
 *
 * @throws RefusedError if a line outside such markup does not contain exactly one Terraform address
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
