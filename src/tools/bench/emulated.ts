import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { ACCOUNT_ID, type Emulator, startEmulator } from "../../rehearsal/emulator";
import { ensureToolchain } from "../../rehearsal/toolchain";
import { Workspace } from "../../rehearsal/workspace";
import { ensureStateBucket } from "../../state/bucket";
import { PROJECT } from "./measure";

/** The suffix of the environment that is measured. */
export const SUFFIX = "bench";
/**
 * The length of a minute on the release controller's clock in the emulator, in real milliseconds. After each run, the controller needs ten
 * such minutes until it is idle again.
 */
export const MINUTE = 1000;

/** An emulated AWS account with two environments. */
export interface Emulated {
  readonly emulator: Emulator;
  /** The workspace (folder) of the environment {@link SUFFIX}, which has the settings of the profile `ephemeral`. */
  readonly workspace: Workspace;
  /** The workspace (folder) of a second environment. `terraform apply` deploys it, without this project's commands. */
  readonly alone: Workspace;
}

/** Starts an emulator with an account of its own, does the work, and stops the emulator. */
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
