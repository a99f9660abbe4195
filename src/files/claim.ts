import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Claims something on this machine for this process, by a file that holds its process id. It is free again when the process
 * is gone, however it ended.
 *
 * @returns a function that gives it back, or the id of the process that has it
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
      if (holder === undefined) continue; // it was given back meanwhile
      if (isAlive(holder)) return holder;
      // One at a time, and looked at once more: another may have cleared it away meanwhile, and claimed it.
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

/** The file whole, or not at all: nobody reads half a number. @returns whether it was not there yet */
function link(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  }
}

/** @returns undefined where there is no file; NaN where it says nothing */
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
