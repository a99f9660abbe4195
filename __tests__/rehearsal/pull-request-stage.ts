import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import type { Item } from "../../src/inventory/item";
import { EnvironmentLock } from "../../src/lock/lock";
import type { Workspace } from "../../src/rehearsal/workspace";
import { Account } from "./support";

/** The checkout of a pull request, in an account of its own: what its author edits, plans and has applied. */
export class PullRequest {
  readonly directory: string;

  private constructor(
    readonly account: Account,
    readonly environment: Workspace,
    readonly before: Item[],
  ) {
    this.directory = dirname(environment.logFile);
  }

  /** @param name folder below .rehearsal/ for the logs */
  static async open(name: string): Promise<PullRequest> {
    const account = await Account.open(name);
    return new PullRequest(account, await account.environment("pr-1"), await account.inventory());
  }

  /** Where the last plan was saved. */
  get saved(): string {
    return join(this.directory, "plan", "pr-1");
  }

  get lock(): EnvironmentLock {
    return new EnvironmentLock(new S3Client(this.account.emulator.client), this.account.stateBucket, "pr-1");
  }

  /** Writes the environment's file. */
  configure(settings: object): void {
    writeFileSync(join(this.directory, "environments", "pr-1.json"), JSON.stringify(settings));
  }

  async run(command: "apply" | "plan" | "release" | "review", ...args: string[]) {
    const lines: string[] = [];
    const code = await this.environment.command(command, args, {}, (line) => lines.push(line));
    return { code, output: lines.join("\n") };
  }

  /** `npm run plan`: its exit code, its output, the comment, and what its JSON says. */
  async plan(...args: string[]) {
    const { code, output } = await this.run("plan", "--json", ...args);
    const review = readFileSync(join(this.saved, "review.md"), "utf8");
    const json = JSON.parse(output.slice(output.indexOf("{\n"), output.lastIndexOf("}") + 1));
    return { code, output, review, ...json };
  }

  apply(digest: string) {
    return this.run("apply", "--plan", join("plan", "pr-1"), "--digest", digest);
  }
}
