import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Claims something on this machine, such as a folder, for this process. The claim is a file that contains the process id. It is valid only
 * while that process is alive.
 *
 * @param file the path of the claim's file
 * @returns a function that ends the claim, or the id of another process that has the claim
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
      if (holder === undefined) continue; // the other process has just ended its claim: try again
      if (isAlive(holder)) return holder;
      // Only one process at a time may remove an old claim. Just before the removal, this process checks the claim again, because another
      // process may have replaced the old claim with a new one.
      if (link(own, takeOver)) {
        if (isGone(holderOf(file))) rmSync(file);
        rmSync(takeOver);
      } else if (isGone(holderOf(takeOver))) {
        rmSync(takeOver, { force: true }); // the process that was removing the old claim has died
      }
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Creates a claim's file as a hard link to a file that already contains the process id. So another process never reads an incomplete
 * process id.
 *
 * @returns false if the file exists
 */
function link(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  }
}

/** Reads the process id in a claim's file. @returns undefined if there is no file, NaN if the file does not contain a number */
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
    return (error as NodeJS.ErrnoException).code === "EPERM"; // EPERM: the process exists and belongs to another user
  }
}
