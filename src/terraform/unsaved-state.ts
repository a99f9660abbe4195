import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { RefusedError } from "../terminal/refused";

/**
 * The state that Terraform could not save, for an ended session say, and left in the folder of the synthesized stack. Until
 * it is saved, whoever goes on from the stored one makes everything once more, and Terraform writes over the file.
 */
export class UnsavedState {
  private readonly file: string;

  /** @param folder where Terraform works */
  public constructor(folder: string) {
    this.file = join(folder, "errored.tfstate");
  }

  /** @throws RefusedError when an earlier run left one */
  public refuse(): void {
    if (this.exists) throw new RefusedError(this.advice);
  }

  public get exists(): boolean {
    return existsSync(this.file);
  }

  /** Says that there is one, if there is, and what comes of it. */
  public keeps(consequence = ""): boolean {
    if (!this.exists) return false;
    chmodSync(this.file, 0o600);
    console.error(`${this.advice}${consequence}`);
    return true;
  }

  private get advice(): string {
    return `what was made is known to nobody but ${this.file}: save it first, docs/runbooks/restore-state.md says how`;
  }
}
