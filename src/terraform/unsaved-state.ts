import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { RefusedError } from "../terminal/refused";

/**
 * A state that Terraform could not save, for example after an expired session, and left as a file in the folder of the
 * synthesized stack. A deployment that starts from the stored state meanwhile would create everything again, and Terraform would
 * overwrite the file.
 */
export class UnsavedState {
  private readonly file: string;

  /** @param folder the folder in which Terraform runs */
  public constructor(folder: string) {
    this.file = join(folder, "errored.tfstate");
  }

  /** @throws RefusedError when an earlier run left an unsaved state */
  public refuse(): void {
    if (this.exists) throw new RefusedError(this.advice);
  }

  public get exists(): boolean {
    return existsSync(this.file);
  }

  /** A message about the unsaved state and its consequences, if there is one. */
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
