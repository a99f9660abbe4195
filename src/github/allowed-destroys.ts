import { RefusedError } from "../terminal/refused";

/** An address in a plan, such as `aws_rds_cluster.database_cluster`. */
const ADDRESS = /^[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*$/;

/**
 * What a pull request allows to be lost: the addresses in lines `Allow-destroy: <address>` of its text.
 *
 * @throws RefusedError when such a line says something else
 */
export function allowedDestroys(text: string): string[] {
  const addresses = text
    // Nobody who approves the text sees what a comment of HTML says.
    .replace(/<!--[\s\S]*?(?:-->|$)/g, "")
    .split(/\r?\n/)
    .flatMap((line) => /^Allow-destroy:\s*(.*?)\s*$/i.exec(line)?.[1] ?? []);
  const bad = addresses.filter((address) => !ADDRESS.test(address));
  if (bad.length > 0) {
    throw new RefusedError(
      `Allow-destroy: got ${JSON.stringify(bad[0])}, allowed: one address such as aws_rds_cluster.database_cluster`,
    );
  }
  return [...new Set(addresses)];
}
