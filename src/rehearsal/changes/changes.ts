import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { emptyFolder } from "../../files/own-folder";
import { ensureStateBucket } from "../../state/bucket";
import { ACCOUNT_ID, startEmulator } from "../emulator";
import { ensureToolchain } from "../toolchain";
import { Workspace } from "../workspace";
import { changedEnvironments } from "./environments";
import { makeOutside } from "./outside";
import { rehearseChanges } from "./rehearse-changes";
import type { Results } from "./results";
import type { ChangedEnvironment, SettingChange } from "./setting-change";

/** The suffix of every rehearsed environment. The environments can share a suffix, because each has its own emulated account. */
const SUFFIX = "changes";

export interface ChangesProps {
  /** The folder for this rehearsal's files. Files of an earlier rehearsal in this folder are deleted. */
  readonly directory: string;
  readonly toolchainDirectory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly results: Pick<Results, "find" | "keep">;
  readonly isMeant: (environment: ChangedEnvironment, change: SettingChange) => boolean;
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

/**
 * Rehearses changes of settings: deploys environments, and changes their settings while clients send requests. Each environment is deployed
 * into an emulated account of its own.
 */
export async function changes(props: ChangesProps): Promise<void> {
  const { directory, toolchainDirectory, env, results, isMeant, signal, print } = props;
  emptyFolder(directory);
  const toolchain = await ensureToolchain({ directory: toolchainDirectory, env });
  for (const { name } of changedEnvironments(NOTHING_OUTSIDE)) {
    const emulator = await startEmulator({
      motoServer: toolchain.motoServer,
      env,
      logFile: join(directory, `${name}.log`),
    });
    try {
      const { name: stateBucket } = await ensureStateBucket(new S3Client(emulator.client), ACCOUNT_ID);
      const environment = changedEnvironments(await makeOutside(emulator)).find((it) => it.name === name);
      if (environment === undefined) continue;
      const workspace = new Workspace({
        directory: join(directory, name),
        suffix: SUFFIX,
        stateBucket,
        emulator,
        toolchain,
        env,
        environment: environment.settings,
      });
      await rehearseChanges({
        environment,
        isMeant: (change) => isMeant(environment, change),
        emulator,
        workspace,
        results,
        signal,
        print,
      });
    } finally {
      await emulator.stop();
    }
  }
}

/** A placeholder for {@link Outside} (resources outside of the stack), for callers that need only the names of changes. */
export const NOTHING_OUTSIDE = {
  kmsKeyArns: ["", ""],
  certificateArns: ["", ""],
  hostedZoneIds: ["", ""],
  securityGroupId: "",
} as const;
