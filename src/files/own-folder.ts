import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { RefusedError } from "../terminal/refused";

/** The name of the file that marks a folder as created by this project. This project empties only folders that contain this file. */
export const MARKER = ".made-by-transaction-processing";
const MEANING =
  "The commands of the transaction-processing project created this folder, and delete the files in it.\n";

/**
 * Creates a folder, or empties a folder that this project has created before. Files in other folders are never deleted. No other source
 * file of src/ deletes folders; a test checks this.
 *
 * @throws RefusedError if the folder contains files and was not created by this project
 */
export function emptyFolder(directory: string): void {
  const folder = resolve(directory); // without a trailing slash: with the slash, a symbolic link would be followed
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
      rmSync(join(folder, name), { recursive: true }); // if it is a symbolic link, this deletes the link, but not its target
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
 * Does work in a temporary folder that only the present user can read. Afterwards the folder is deleted, also if this process exits during
 * the work.
 *
 * @param parent the parent folder, which is created if it is missing
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
