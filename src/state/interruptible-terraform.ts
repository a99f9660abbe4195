import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A Terraform that can be interrupted while cdktf runs it.
 *
 * cdktf answers Ctrl-C by ending Terraform at once: state unsaved, lock held. So cdktf is not told; this wrapper, which
 * cdktf runs as its Terraform, leaves Terraform's process id, and Terraform alone is interrupted, once and in order.
 */
export class InterruptibleTerraform {
  private readonly wrapper: string;
  /** Holds the process id of the Terraform that runs, or ran last. */
  public readonly pidFile: string;

  /** @param terraform the program @param directory where the wrapper is put */
  public constructor(terraform: string, directory: string) {
    this.wrapper = join(directory, "terraform.sh");
    this.pidFile = join(directory, "terraform.pid");
    rmSync(this.pidFile, { force: true });
    const script = `#!/bin/sh\necho $$ > '${this.pidFile}'\nexec '${terraform}' "$@"\n`;
    writeFileSync(this.wrapper, script, { mode: 0o755 });
  }

  /** What makes cdktf run it. */
  public get variables(): Readonly<Record<string, string>> {
    return { TERRAFORM_BINARY_NAME: this.wrapper };
  }

  /** @returns whether Terraform was running, and has been interrupted */
  public interrupt(): boolean {
    try {
      return process.kill(Number(readFileSync(this.pidFile, "utf8")), "SIGINT");
    } catch {
      return false; // it has not been started yet, or has ended
    }
  }
}
