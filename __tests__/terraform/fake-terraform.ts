import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A program in Terraform's place, in a folder of its own. */
export class FakeTerraform {
  public readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "fake-terraform-")));
  public readonly program = join(this.folder, "fake-terraform");

  /** @param script in sh; `$2` is the command, such as `plan`; `note` writes a line to the file `notes` */
  public constructor(script: string, version = "1.11.4") {
    const lines = [
      "#!/bin/sh",
      `cd ${this.folder}`,
      'note() { echo "$*" >> notes; }',
      `[ "$1" = version ] && echo '{"terraform_version":"${version}"}' && exit`,
      script,
    ];
    writeFileSync(this.program, lines.join("\n"));
    chmodSync(this.program, 0o755);
  }

  public get env(): NodeJS.ProcessEnv {
    return { ...process.env, TERRAFORM_BINARY_NAME: this.program };
  }

  public get notes(): string[] {
    try {
      return readFileSync(join(this.folder, "notes"), "utf8").trimEnd().split("\n");
    } catch {
      return [];
    }
  }

  /** Waits until there are so many notes. */
  public async noted(count = 1): Promise<string[]> {
    await until(() => this.notes.length >= count);
    return this.notes;
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** Whether a process is there, and is no zombie. */
export function isThere(id: string | number | undefined): boolean {
  try {
    return !/^State:\tZ/m.test(readFileSync(`/proc/${id}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** Waits until processes have ended. */
export async function ends(...ids: readonly (string | undefined)[]): Promise<void> {
  await until(() => !ids.some(isThere));
}

const SECONDS = 4; // less than a test has

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + SECONDS * 1000; !condition(); await sleep(20)) {
    if (Date.now() > end) throw new Error(`waited ${SECONDS} s for nothing`);
  }
}
