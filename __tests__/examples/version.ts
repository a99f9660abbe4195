import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "..", "..");

/** A text of a file of the example, and what another version of the application has there. */
export interface Change {
  /** Below `src`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Makes another version of the example, and does something with it.
 *
 * @param parent folder in which it is made
 * @throws Error where the example has no such text any more
 */
export async function withVersion(
  parent: string,
  { file, from, to }: Change,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(parent, "version-"));
  try {
    cpSync(join(ROOT, "examples", "application"), folder, { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    const path = join(folder, "src", file);
    const text = readFileSync(path, "utf8");
    if (!text.includes(from)) throw new Error(`${file} of the example has no ${from}`);
    writeFileSync(path, text.replaceAll(from, to));
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
