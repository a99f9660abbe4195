import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { RefusedError } from "../terminal/refused";

/**
 * A state that Terraform could not write to S3, for example because the AWS session had expired. Terraform leaves such a state in the file
 * `errored.tfstate`, in the folder of the synthesized stack. If the next deployment used the older state in S3, it would create the same
 * resources again, and Terraform could overwrite the file.
 */
export class UnsavedState {
  private readonly file: string;

  /** @param folder the folder in which Terraform runs */
  public constructor(folder: string) {
    this.file = join(folder, "errored.tfstate");
  }

  /** Checks that there is no unsaved state. @throws RefusedError if an earlier run left an unsaved state */
  public refuse(): void {
    if (this.exists) throw new RefusedError(this.advice);
  }

  /** True if there is an unsaved state. */
  public get exists(): boolean {
    return existsSync(this.file);
  }

  /** Prints a message if there is an unsaved state. @param consequence the end of the message @returns true if there is an unsaved state */
  public keeps(consequence = ""): boolean {
    if (!this.exists) return false;
    chmodSync(this.file, 0o600);
    console.error(`${this.advice}${consequence}`);
    return true;
  }

  private get advice(): string {
    return `only ${this.file} contains the newest resources: save this state first (docs/runbooks/restore-state.md)`;
  }
}
