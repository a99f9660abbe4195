import { lstatSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { RefusedError } from "../terminal/refused";

/** A file that gets a stack's outputs, as `cdktf deploy --outputs-file` writes them. */
export class OutputsFile {
  private readonly file: string;

  /** @throws RefusedError where the file cannot be written, or another file would be lost */
  public constructor(
    file: string,
    private readonly stack: string,
  ) {
    this.file = resolve(file);
    if (!statSync(dirname(this.file), { throwIfNoEntry: false })?.isDirectory()) {
      throw new RefusedError(`there is no folder ${dirname(file)} that ${file} could be written to`);
    }
    const there = lstatSync(this.file, { throwIfNoEntry: false });
    if (there !== undefined && !(there.isFile() && this.holdsOutputs())) {
      throw new RefusedError(
        `${file} is there and holds no outputs of ${stack}: name another file, or remove it`,
      );
    }
  }

  /** Written as a whole or not at all. */
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
