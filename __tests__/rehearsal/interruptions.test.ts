import { readFileSync } from "node:fs";
import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { difference, type Item } from "../../src/rehearsal/inventory/inventory";
import type { Workspace } from "../../src/rehearsal/workspace";
import { Account, MINUTES, signal } from "./support";

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

  async function leavesNothing(suffix: string): Promise<void> {
    const left = difference(await account.inventory(), before);
    expect(left.filter(({ id }) => new RegExp(`\\b${suffix}\\b`).test(id))).toEqual([]);
  }

  it.concurrent(
    "refuses a second deployment of the same environment, and the first goes on",
    async () => {
      const first = await account.environment("lock");
      const second = await account.environment("lock", "ephemeral", "lock-again");
      const { reached, reach } = signal();
      const deployed = first.deploy({ onProgress: ({ done }) => done >= 15 && reach() });
      await reached;
      await expect(second.deploy()).rejects.toThrow("cdktf deploy failed");
      expect(readFileSync(second.logFile, "utf8")).toContain("Error acquiring the state lock");
      await deployed;
      expect(await first.isSettled()).toBe(true);
      await first.destroy();
      await leavesNothing("lock");
    },
    8 * MINUTES,
  );

  it.concurrent(
    "converges when it is deployed again after Ctrl-C",
    async () => {
      const workspace = await account.environment("sigint");
      await deployHalf(workspace);
      expect(await isLocked("sigint")).toBe(false);
      await workspace.deploy();
      expect(await workspace.isSettled()).toBe(true);
      await workspace.destroy();
      await leavesNothing("sigint");
    },
    8 * MINUTES,
  );

  it.concurrent(
    "leaves nothing when it is destroyed from half-way",
    async () => {
      const workspace = await account.environment("half");
      await deployHalf(workspace);
      await workspace.destroy();
      await leavesNothing("half");
    },
    8 * MINUTES,
  );
});
