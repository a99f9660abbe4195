import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Item } from "../../src/inventory/item";
import { ACCOUNT_ID } from "../../src/rehearsal/emulator";
import type { Workspace } from "../../src/rehearsal/workspace";
import { Account } from "./support";

export const BOUNDARY = {
  permissionsBoundaryArn: `arn:aws:iam::${ACCOUNT_ID}:policy/permissions-boundary-pr`,
};

/** An environment of each profile, deployed side by side in one account, and what AWS was asked for them. */
export class BothProfiles {
  /** IAM actions that plans called. */
  readonly planned = new Set<string>();
  /** IAM actions that deploying and destroying called. */
  readonly deployed = new Set<string>();
  outputs: { readonly [profile in "ephemeral" | "production"]: Record<string, unknown> } = {
    ephemeral: {},
    production: {},
  };

  private constructor(
    readonly account: Account,
    readonly ephemeral: Workspace,
    readonly production: Workspace,
    /** What the account had before. */
    readonly before: Item[],
  ) {}

  /** @param name folder below .rehearsal/ for the logs */
  static async deploy(name: string): Promise<BothProfiles> {
    const account = await Account.open(name);
    const ephemeral = await account.environment("pr-7");
    const production = await account.environment("prod", "production");
    const both = new BothProfiles(account, ephemeral, production, await account.inventory());
    both.configure(ephemeral, { access: BOUNDARY });
    const [first, second] = await both.recording(both.deployed, () =>
      Promise.all([ephemeral.deploy(), production.deploy()]),
    );
    both.outputs = { ephemeral: first, production: second };
    return both;
  }

  /** Adds settings to an environment's file. */
  configure({ logFile, suffix }: Workspace, settings: object): void {
    const file = join(dirname(logFile), "environments", `${suffix}.json`);
    const earlier = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
    writeFileSync(file, JSON.stringify({ ...earlier, ...settings }));
  }

  /** Adds to `to` what is called meanwhile, by IAM's names. */
  async recording<Result>(to: Set<string>, work: () => Promise<Result>): Promise<Result> {
    const { called } = this.account.emulator;
    called.clear();
    const result = await work();
    await sleep(1000); // until the emulator's last lines have come
    for (const action of called) to.add(action);
    return result;
  }
}
