import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { S3Client } from "@aws-sdk/client-s3";
import { takeInventory } from "../../src/inventory/inventory";
import type { Item } from "../../src/inventory/item";
import type { EnvironmentLock } from "../../src/lock/lock";
import { STALE_SECONDS } from "../../src/lock/signs-of-life";
import { ACCOUNT_ID, type Emulator, type EmulatorProps, startEmulator } from "../../src/rehearsal/emulator";
import { makePrerequisites } from "../../src/rehearsal/prerequisites";
import { ensureToolchain, type Toolchain } from "../../src/rehearsal/toolchain";
import { Workspace } from "../../src/rehearsal/workspace";
import type { Profile } from "../../src/settings/profiles";
import { ensureStateBucket } from "../../src/state/bucket";

/** A minute of a machine that does nothing else, for time-outs: five rehearsals, and whatever else runs there, may take four. */
export const MINUTES = 4 * 60_000;

/** Waits until nothing was heard of a lock's holder for so long that it counts as gone. */
export async function untilStale(lock: EnvironmentLock): Promise<void> {
  while (((await lock.read())?.ageSeconds ?? STALE_SECONDS) < STALE_SECONDS) await sleep(1000);
}

const PROJECT = resolve(__dirname, "../..");

/** An emulated account of a test file's own, with its state bucket. */
export class Account {
  private constructor(
    private readonly directory: string,
    private readonly toolchain: Toolchain,
    public readonly emulator: Emulator,
    public readonly stateBucket: string,
  ) {}

  /** @param name folder below .rehearsal/ for the logs */
  public static async open(
    name: string,
    further: Pick<EmulatorProps, "functionMinute" | "functionsEndpoint" | "databasesEndpoint"> = {},
  ): Promise<Account> {
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
    const directory = join(PROJECT, ".rehearsal", `jest-${name}`);
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    const { env } = process;
    const toolchain = await ensureToolchain({ directory: join(PROJECT, ".toolchain"), env });
    const { motoServer } = toolchain;
    const emulator = await startEmulator({
      motoServer,
      env,
      logFile: join(directory, "emulator.log"),
      ...further,
    });
    const { name: stateBucket } = await ensureStateBucket(new S3Client(emulator.client), ACCOUNT_ID);
    return new Account(directory, toolchain, emulator, stateBucket);
  }

  /** An environment of this account, not deployed yet. @param checkout tells two working directories of one apart */
  public async environment(
    suffix: string,
    profile: Profile = "ephemeral",
    checkout = suffix,
  ): Promise<Workspace> {
    return new Workspace({
      suffix,
      directory: join(this.directory, checkout),
      emulator: this.emulator,
      toolchain: this.toolchain,
      stateBucket: this.stateBucket,
      env: process.env,
      environment: await makePrerequisites(profile, suffix, this.emulator),
    });
  }

  public inventory(): Promise<Item[]> {
    return takeInventory(this.emulator.client);
  }

  public async close(): Promise<void> {
    await this.emulator.stop();
  }
}

/** What of `items` has the environment's tags, or its suffix in the id. */
export function itemsOf(suffix: string, items: readonly Item[]): Item[] {
  const inId = new RegExp(`\\b${suffix}\\b`);
  return items.filter((item) => item.suffix === suffix || inId.test(item.id));
}

/** A promise and the function that keeps it. */
export function signal(): { readonly reached: Promise<void>; readonly reach: () => void } {
  let reach = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return { reached, reach };
}
