import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { ACCOUNT_ID, type Emulator, startEmulator } from "../../rehearsal/emulator";
import { ensureToolchain } from "../../rehearsal/toolchain";
import { Workspace } from "../../rehearsal/workspace";
import { ensureStateBucket } from "../../state/bucket";
import { PROJECT } from "./measure";

/** Suffix of the environment that is measured. */
export const SUFFIX = "bench";
/**
 * How long a minute of the release controller lasts in the emulator, in real milliseconds. After each run the controller needs ten such
 * minutes until it is idle again.
 */
export const MINUTE = 1000;

/** An emulated account. */
export interface Emulated {
  readonly emulator: Emulator;
  /** The workspace of the environment {@link SUFFIX}, with the settings of the profile `ephemeral`. */
  readonly workspace: Workspace;
  /** The workspace of a second environment, which `terraform apply` alone deploys, without this project's commands. */
  readonly alone: Workspace;
}

/** Starts an emulator with its own account, does the work, and stops the emulator. */
export async function inEmulatedAccount<Result>(
  directory: string,
  work: (emulated: Emulated) => Promise<Result>,
): Promise<Result> {
  const { env } = process;
  const toolchain = await ensureToolchain({ directory: join(PROJECT, ".toolchain"), env });
  const logFile = join(directory, "emulator.log");
  const { motoServer } = toolchain;
  const emulator = await startEmulator({ motoServer, env, logFile, functionMinute: MINUTE });
  try {
    const { name: stateBucket } = await ensureStateBucket(new S3Client(emulator.client), ACCOUNT_ID);
    const open = (suffix: string) =>
      new Workspace({
        directory: join(directory, suffix),
        suffix,
        stateBucket,
        emulator,
        toolchain,
        env,
        environment: {},
      });
    return await work({ emulator, workspace: open(SUFFIX), alone: open(`${SUFFIX}-alone`) });
  } finally {
    await emulator.stop();
  }
}
