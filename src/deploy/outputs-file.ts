import { lstatSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { RefusedError } from "../terminal/refused";

/** A file with a stack's outputs, in the format of `cdktf deploy --outputs-file`. */
export class OutputsFile {
  private readonly file: string;

  /**
   * @throws RefusedError if the file's folder does not exist, or if the file exists and contains something other than this stack's outputs
   */
  public constructor(
    file: string,
    private readonly stack: string,
  ) {
    this.file = resolve(file);
    if (!statSync(dirname(this.file), { throwIfNoEntry: false })?.isDirectory()) {
      throw new RefusedError(`${file} cannot be written: there is no folder ${dirname(file)}`);
    }
    const there = lstatSync(this.file, { throwIfNoEntry: false });
    if (there !== undefined && !(there.isFile() && this.holdsOutputs())) {
      throw new RefusedError(
        `${file} exists and does not contain outputs of ${stack}: name another file, or remove this one`,
      );
    }
  }

  /** Writes the outputs. After an interruption, the file has either its old content or the complete new content. */
  public write(outputs: Readonly<Record<string, unknown>>): void {
    const partial = `${this.file}.${process.pid}`;
    writeFileSync(partial, `${JSON.stringify({ [this.stack]: outputs }, null, 2)}\n`);
    renameSync(partial, this.file);
  }

  private holdsOutputs(): boolean {
    try {
      const names = Object.keys(JSON.parse(readFileSync(this.file, "utf8")));
      return names.every((name) => name === this.stack);
    } catch {
      return false;
    }
  }
}
