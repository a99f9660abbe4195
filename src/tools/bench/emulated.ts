import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { ACCOUNT_ID, type Emulator, startEmulator } from "../../rehearsal/emulator";
import { ensureToolchain } from "../../rehearsal/toolchain";
import { Workspace } from "../../rehearsal/workspace";
import { ensureStateBucket } from "../../state/bucket";
import { PROJECT } from "./measure";

/** The environment that is measured. */
export const SUFFIX = "bench";
/** Real milliseconds of a minute of the release controller: it settles for ten of them after each run. */
export const MINUTE = 1000;

/** An emulated account. */
export interface Emulated {
  readonly emulator: Emulator;
  /** Of the environment {@link SUFFIX}, with the settings of `ephemeral`. */
  readonly workspace: Workspace;
  /** A second one, into which only Terraform itself deploys. */
  readonly alone: Workspace;
}

/** Does work in an emulated account of its own. */
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
