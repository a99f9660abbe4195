import { RefusedError } from "../terminal/refused";
import { type TextLine, textLines } from "./text-lines";

/** An address in a plan, such as `aws_rds_cluster.database_cluster`. */
const ADDRESS = /^[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*$/;

/** What stands behind it is trimmed by itself: a pattern that does so looks at each space of many once for every other. */
const LINE = /^Allow-destroy:([\s\S]*)$/i;

/** The lines `Allow-destroy: <address>` of a pull request's text. */
export interface AllowedDestroys {
  readonly addresses: readonly string[];
  /** Lines that do not count, and where each stands. */
  readonly ignored: readonly TextLine[];
}

/**
 * What a pull request's text allows to be lost. Only a line of its own counts, which whoever approves the text sees as such: none in a code
 * block, a quotation, a fold or a comment of HTML, nor one that other markup may hide.
 *
 * @throws RefusedError when a line that counts says something else than an address
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
