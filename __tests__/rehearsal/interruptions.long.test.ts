import { readFileSync } from "node:fs";
import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { difference, type Item } from "../../src/inventory/item";
import { ACCOUNT_ID } from "../../src/rehearsal/emulator";
import type { Workspace } from "../../src/rehearsal/workspace";
import { sweep } from "../../src/sweep/sweep";
import { Account, itemsOf, MINUTES, signal } from "./support";

/** Environments that are interfered with while they are deployed, at the same time in one account. */
describe("a deployment that is interfered with", () => {
  let account: Account;
  let before: Item[];

  beforeAll(async () => {
    account = await Account.open("interruptions");
    before = await account.inventory();
  }, MINUTES);

  afterAll(() => account?.close());

  const isLocked = (suffix: string) =>
    new S3Client(account.emulator.client)
      .send(
        new HeadObjectCommand({
          Bucket: account.stateBucket,
          Key: `${suffix}/transaction-processing.tfstate.tflock`,
        }),
      )
      .then(
        () => true,
        () => false,
      );

  /** Deploys until `resources` are made, and interrupts as Ctrl-C does. */
  async function deployHalf(workspace: Workspace, resources = 15): Promise<void> {
    const interruption = new AbortController();
    const deployed = workspace.deploy({
      signal: interruption.signal,
      onProgress: ({ done }) => done >= resources && interruption.abort(new Error("interrupted")),
    });
    await expect(deployed).rejects.toThrow("interrupted");
  }

  const left = async (suffix: string) => itemsOf(suffix, difference(await account.inventory(), before));

  /** What was just being made when Terraform was interrupted may be in no state: a thing or two, and the sweep names it. */
  async function leavesNothingUnseen(suffix: string): Promise<void> {
    const { leftovers } = await sweep({ suffix, accountId: ACCOUNT_ID, client: account.emulator.client });
    const ids = (items: readonly Item[]) => items.map(({ type, id }) => `${type} ${id}`).sort();
    expect(ids(await left(suffix))).toEqual(ids(leftovers));
    expect(leftovers.length).toBeLessThanOrEqual(2);
  }

  it.concurrent(
    "refuses a second deployment of the same environment, and the first goes on",
    async () => {
      const first = await account.environment("lock");
      const second = await account.environment("lock", "ephemeral", "lock-again");
      const { reached, reach } = signal();
      const deployed = first.deploy({ onProgress: ({ done }) => done >= 15 && reach() });
      await reached;
      await expect(second.deploy()).rejects.toThrow("npm run deploy failed with exit code 2");
      expect(readFileSync(second.logFile, "utf8")).toContain("a deploy is under way: ");
      await deployed;
      expect(await first.isSettled()).toBe(true);
      await first.destroy();
      expect(await left("lock")).toEqual([]);
    },
    15 * MINUTES,
  );

  it.concurrent(
    "leaves nothing when it is destroyed from half-way",
    async () => {
      const workspace = await account.environment("half");
      await deployHalf(workspace);
      expect(await isLocked("half")).toBe(false);
      await workspace.destroy();
      await leavesNothingUnseen("half");
    },
    15 * MINUTES,
  );
});
