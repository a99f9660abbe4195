import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Claims something on this machine for this process, by a file with the process id. The claim ends with the process, however it
 * ends.
 *
 * @returns a function that ends the claim, or the id of the process that has the claim
 */
export function claim(file: string): (() => void) | number {
  mkdirSync(dirname(file), { recursive: true });
  const own = `${file}.${process.pid}`;
  writeFileSync(own, `${process.pid}\n`);
  const takeOver = `${file}.taking-over`;
  try {
    for (;;) {
      if (link(own, file)) return () => rmSync(file, { force: true });
      const holder = holderOf(file);
      if (holder === undefined) continue; // the claim has ended meanwhile
      if (isAlive(holder)) return holder;
      // One process at a time removes an old claim, and checks again first: another process may have removed it meanwhile, and
      // made its own.
      if (link(own, takeOver)) {
        if (isGone(holderOf(file))) rmSync(file);
        rmSync(takeOver);
      } else if (isGone(holderOf(takeOver))) {
        rmSync(takeOver, { force: true }); // whoever took it over ended in these few instructions
      }
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Creates the file as a whole, so that nobody reads half a number. @returns whether the file is new */
function link(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  }
}

/** @returns undefined where there is no file; NaN where the file holds no number */
function holderOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return undefined;
  }
}

const isGone = (id: number | undefined): boolean => id !== undefined && !isAlive(id);

function isAlive(id: number): boolean {
  if (!Number.isSafeInteger(id) || id <= 0) return false;
  try {
    return process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // somebody else's
  }
}
