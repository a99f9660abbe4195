import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { emptyFolder } from "../files/own-folder";
import { takeInventory } from "../inventory/inventory";
import { countByType, difference, type Item } from "../inventory/item";
import { resourceName } from "../naming/names";
import type { Profile } from "../settings/profiles";
import { ensureStateBucket } from "../state/bucket";
import { table } from "../terminal/table";
import { ACCOUNT_ID, type Emulator, startEmulator } from "./emulator";
import { type Phase, RehearsalError } from "./phase";
import { makePrerequisites } from "./prerequisites";
import { rehearseReleases } from "./releases";
import { ticking } from "./ticks";
import { ensureToolchain } from "./toolchain";
import type { Bad } from "./traffic/application";
import { Workspace } from "./workspace";

export interface RehearsalProps {
  readonly suffix: string;
  readonly profile: Profile;
  /** Folder for this rehearsal's files. Files of an earlier rehearsal in it are deleted. */
  readonly directory: string;
  /** Folder for tools that have to be installed because this machine lacks them. */
  readonly toolchainDirectory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly phase: Phase;
  readonly print: (text: string) => void;
  /**
   * Rehearses two releases under traffic too: a good version, which completes, and a version with this bad behavior, which an alarm has to
   * roll back. @default - no release
   */
  readonly withRelease?: Bad;
  /**
   * Called instead of the destroy, with the deployed environment. When the promise resolves, the emulator and everything in it is gone.
   * @default - the environment is destroyed
   */
  readonly keepUp?: (workspace: Workspace) => Promise<void>;
}

/** How long a minute of the release controller takes in rehearsed releases, in real milliseconds. */
const MINUTE = 1000;

/**
 * Deploys an environment into an emulated account, lists its resources, destroys it, and checks that no resources are left. The emulator
 * ends with the rehearsal, also after an error.
 *
 * @returns the number of resources that were deployed
 * @throws RefusedError, ToolchainError, EmulatorGapError, PhaseError, RehearsalError, or the reason of `signal`
 */
export async function rehearse(props: RehearsalProps): Promise<number> {
  const { suffix, profile, directory, toolchainDirectory, env, phase, print, signal } = props;
  emptyFolder(directory);

  const toolchain = await phase("find Terraform, the AWS provider and the emulator", () =>
    ensureToolchain({ directory: toolchainDirectory, env }),
  );
  const emulator = await phase("start the emulator", () =>
    startEmulator({
      motoServer: toolchain.motoServer,
      env,
      logFile: join(directory, "emulator.log"),
      ...(props.withRelease && { functionMinute: MINUTE }),
    }),
  );
  try {
    const workspace = await phase(
      "make the state bucket and what the profile needs from outside",
      async () => {
        const { name: stateBucket } = await ensureStateBucket(new S3Client(emulator.client), ACCOUNT_ID);
        const environment = await makePrerequisites(profile, suffix, emulator);
        return new Workspace({ directory, suffix, stateBucket, emulator, toolchain, env, environment });
      },
    );
    const before = await takeInventory(emulator.client);

    let created = 0;
    const outputs = await phase("npm run deploy", (show) =>
      workspace.deploy({
        signal,
        onProgress(progress) {
          created = progress.done;
          show(() => progress.lines());
        },
      }),
    );
    print(
      table(
        ["output", "value"],
        Object.entries(outputs).map(([name, value]) => [name, text(value)]),
      ),
    );

    await phase("plan again, which has to change nothing", async () => {
      if (!(await workspace.isSettled({ signal }))) {
        throw new RehearsalError("a second plan wants to change what was just deployed");
      }
    });
    const made = await phase("ask AWS what was made", async () =>
      difference(await takeInventory(emulator.client), before),
    );
    print(
      table(
        ["what exists now", "count"],
        [...countByType(made)].map(([type, n]) => [type, `${n}`]),
      ),
    );
    if (props.withRelease !== undefined) {
      await rehearseReleases(workspace, emulator, { phase, signal, print, bad: props.withRelease });
    }
    if (props.keepUp) {
      const minute = props.withRelease ? MINUTE : 60_000;
      const ticks = ticking(emulator, resourceName(suffix, "release-controller"), minute);
      await props.keepUp(workspace).finally(() => ticks.stop());
      return created;
    }

    await phase("npm run destroy", (show) =>
      workspace.destroy({ signal, onProgress: (progress) => show(() => progress.lines()) }),
    );
    await phase("ask AWS what is left, which has to be nothing", () => refuseLeftovers(emulator, before));
    return created;
  } catch (error) {
    emulator.gap.throwIfAborted(); // a gap in the emulator explains more than the error that followed from it
    throw error;
  } finally {
    await emulator.stop();
  }
}

async function refuseLeftovers(emulator: Emulator, before: readonly Item[]): Promise<void> {
  const left = difference(await takeInventory(emulator.client), before);
  if (left.length > 0) {
    throw new RehearsalError(
      `destroy left ${left.length} behind: ${left.map(({ type, id }) => `${type} ${id}`).join(", ")}`,
    );
  }
}

const text = (value: unknown) =>
  Array.isArray(value)
    ? value.join(" ")
    : typeof value === "object"
      ? "an object: docs/outputs.md"
      : String(value);
