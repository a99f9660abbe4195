import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { RefusedError } from "../terminal/refused";

/** Name of the file that marks a folder as created by this project. Only such folders are emptied. */
export const MARKER = ".made-by-transaction-processing";
const MEANING =
  "The commands of the transaction-processing project created this folder, and delete the files in it.\n";

/**
 * Creates a folder, or empties a folder that this project created before. Files in any other folder are never deleted. All code of src/
 * that deletes folders is in this source file; a test checks that.
 *
 * @throws RefusedError if the folder contains files and was not created by this project
 */
export function emptyFolder(directory: string): void {
  const folder = resolve(directory); // without a trailing slash, which would follow a symbolic link
  const what = lstatSync(folder, { throwIfNoEntry: false });
  if (what === undefined) {
    mkdirSync(folder, { recursive: true });
  } else {
    if (!what.isDirectory()) throw notOurs(folder, "is not a folder");
    const names = readdirSync(folder).sort();
    if (names.length > 0 && !lstatSync(join(folder, MARKER), { throwIfNoEntry: false })?.isFile()) {
      throw notOurs(folder, `contains ${listed(names)}`);
    }
    for (const name of names.filter((it) => it !== MARKER)) {
      rmSync(join(folder, name), { recursive: true }); // deletes a symbolic link, but not its target
    }
  }
  writeFileSync(join(folder, MARKER), MEANING);
}

const notOurs = (folder: string, why: string) =>
  new RefusedError(
    `${folder} ${why} and was not created by this project, so it is not emptied: choose a folder that does not exist yet, or delete this one yourself`,
  );

const listed = (names: readonly string[]) =>
  names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");

const open = new Set<string>();
const remove = (folder: string) => rmSync(folder, { recursive: true, force: true });

/**
 * Does work in a temporary folder that only this user can read. The folder is deleted afterwards, also if this process exits during the
 * work.
 *
 * @param parent the parent folder; created if it is missing
 */
export async function inTemporaryFolder<Result>(
  prefix: string,
  work: (directory: string) => Promise<Result>,
  parent = tmpdir(),
): Promise<Result> {
  mkdirSync(parent, { recursive: true });
  const directory = mkdtempSync(join(resolve(parent), `${prefix}-`));
  if (open.size === 0) process.on("exit", removeOpen); // process.exit, as after a second Ctrl-C, skips the finally block
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
