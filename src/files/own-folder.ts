import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { RefusedError } from "../terminal/refused";

/** The file that marks a folder as made by this project, which may then empty the folder. */
export const MARKER = ".made-by-transaction-processing";
const MEANING =
  "The commands of the transaction-processing project made this folder, and remove what is in it.\n";

/**
 * Creates a folder, or empties one that this project made before: files of others are never removed. Only this file removes
 * folders; a test checks that for all of src/.
 *
 * @throws RefusedError where the folder belongs to somebody else
 */
export function emptyFolder(directory: string): void {
  const folder = resolve(directory); // "link/" would mean the link's target
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
      rmSync(join(folder, name), { recursive: true }); // removes only the link, and not its target
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
 * Does work in a folder that only this user can read, and that is removed afterwards, however this process ends.
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
