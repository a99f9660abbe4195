import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { RefusedError } from "../terminal/refused";

/** Says of a folder that this project made it, and may empty it. */
export const MARKER = ".made-by-transaction-processing";
const MEANING =
  "The commands of the transaction-processing project made this folder, and remove what is in it.\n";

/**
 * Makes a folder, or empties one that it made before: what others put somewhere is never removed. This file is the only one
 * that removes folders; a test holds all of src/ to that.
 *
 * @throws RefusedError where something else stands there
 */
export function emptyFolder(directory: string): void {
  const folder = resolve(directory); // "link/" would be what the link points to
  const what = lstatSync(folder, { throwIfNoEntry: false });
  if (what === undefined) {
    mkdirSync(folder, { recursive: true });
  } else {
    if (!what.isDirectory()) throw notOurs(folder, "is no folder");
    const names = readdirSync(folder).sort();
    if (names.length > 0 && !lstatSync(join(folder, MARKER), { throwIfNoEntry: false })?.isFile()) {
      throw notOurs(folder, `holds ${listed(names)}`);
    }
    for (const name of names.filter((it) => it !== MARKER)) {
      rmSync(join(folder, name), { recursive: true }); // of a symbolic link, only the link
    }
  }
  writeFileSync(join(folder, MARKER), MEANING);
}

const notOurs = (folder: string, why: string) =>
  new RefusedError(
    `${folder} ${why}, and was not made by this project: nothing is removed there; name a folder that does not exist yet, or remove it yourself`,
  );

const listed = (names: readonly string[]) =>
  names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");

const open = new Set<string>();
const remove = (folder: string) => rmSync(folder, { recursive: true, force: true });

/**
 * Does work in a folder that only this user can read, and which is gone afterwards, however this process ends.
 *
 * @param parent where it is made; made if it is missing
 */
export async function inTemporaryFolder<Result>(
  prefix: string,
  work: (directory: string) => Promise<Result>,
  parent = tmpdir(),
): Promise<Result> {
  mkdirSync(parent, { recursive: true });
  const directory = mkdtempSync(join(resolve(parent), `${prefix}-`));
  if (open.size === 0) process.on("exit", removeOpen); // a second Ctrl-C waits for nobody
  open.add(directory);
  try {
    return await work(directory);
  } finally {
    remove(directory);
    open.delete(directory);
    if (open.size === 0) process.off("exit", removeOpen);
  }
}

function removeOpen(): void {
  for (const directory of open) remove(directory);
}
