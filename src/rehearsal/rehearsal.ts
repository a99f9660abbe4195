import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { emptyFolder } from "../files/own-folder";
import { takeInventory } from "../inventory/inventory";
import { countByType, difference, type Item } from "../inventory/item";
import { resourceName } from "../naming/names";
import type { Profile } from "../settings/profiles";
import { ensureStateBucket } from "../state/bucket";
import { table } from "../terminal/table";
import { crowding, loadPerProcessor, minuteSecondsFor } from "./busy";
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
  /** The folder for this rehearsal's files. Files of an earlier rehearsal in this folder are deleted. */
  readonly directory: string;
  /** The folder for tools that have to be installed because this machine lacks them. */
  readonly toolchainDirectory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly phase: Phase;
  readonly print: (text: string) => void;
  /**
   * The bad behavior of a version whose release is rehearsed. Two releases are rehearsed under traffic. The release of a good version has
   * to complete. An alarm has to roll back the release of the version with this bad behavior. @default - no release is rehearsed
   */
  readonly withRelease?: Bad;
  /**
   * A callback that is called instead of destroying the environment. It gets the deployed environment; after a failure it also gets the
   * error. When its promise resolves, the emulator ends, and everything in the emulator is lost.
   * @default - if nothing fails, the environment is destroyed, and then the emulator ends. After a failure, the emulator ends at once
   */
  readonly keepUp?: (workspace: Workspace, failure?: Error) => Promise<void>;
}

export interface Rehearsed {
  /** The number of deployed resources. */
  readonly resources: number;
  /**
   * A sentence about the release of the good version. The field is present if all traffic moved to the good version, but requests timed out
   * because the machine was too busy. In this case, the rehearsal does not prove that a release works without failed requests.
   *
   * @default - every rehearsed release ended as expected
   */
  readonly unproved?: string;
}

/**
 * Deploys an environment into an emulated account, lists its resources, destroys it, and checks that no resources are left. When the
 * rehearsal ends, the emulator ends too, also after an error.
 *
 * @throws RefusedError, ToolchainError, EmulatorGapError, PhaseError, RehearsalError, TooBusyError, or the reason of `signal`
 */
export async function rehearse(props: RehearsalProps): Promise<Rehearsed> {
  const { suffix, profile, directory, toolchainDirectory, env, phase, print, signal } = props;
  emptyFolder(directory);

  const toolchain = await phase("find Terraform, the AWS provider and the emulator", () =>
    ensureToolchain({ directory: toolchainDirectory, env }),
  );
  const minuteSeconds = props.withRelease && (await phase("see how busy this machine is", minuteOfReleases));
  if (minuteSeconds !== undefined && minuteSeconds > 1) {
    print(
      `This machine is busy: a rehearsed minute takes ${minuteSeconds} s instead of 1 s, and the two releases up to ${minuteSeconds + 2} minutes.`,
    );
  }
  const emulator = await phase("start the emulator", () =>
    startEmulator({
      motoServer: toolchain.motoServer,
      env,
      logFile: join(directory, "emulator.log"),
      ...(minuteSeconds !== undefined && { functionMinute: 1000 * minuteSeconds }),
    }),
  );
  try {
    const workspace = await phase(
      "create the state bucket and the resources outside of the stack",
      async () => {
        const { name: stateBucket } = await ensureStateBucket(new S3Client(emulator.client), ACCOUNT_ID);
        const environment = await makePrerequisites(profile, suffix, emulator);
        return new Workspace({ directory, suffix, stateBucket, emulator, toolchain, env, environment });
      },
    );
    const before = await takeInventory(emulator.client);
    const { keepUp } = props;
    const keep = async (failure?: Error) => {
      const ticks = ticking(
        emulator,
        resourceName(suffix, "release-controller"),
        emulator.functionClock.minute,
      );
      await keepUp?.(workspace, failure).finally(() => ticks.stop());
    };
    const rehearsed = await deployAndRelease(workspace, emulator, before, props).catch(async (failure) => {
      if (!signal.aborted) await keep(failure);
      throw failure;
    });
    if (keepUp) {
      await keep();
      return rehearsed;
    }

    await phase("npm run destroy", (show) =>
      workspace.destroy({ signal, onProgress: (progress) => show(() => progress.lines()) }),
    );
    await phase("check that no resources are left", () => refuseLeftovers(emulator, before));
    return rehearsed;
  } catch (error) {
    emulator.gap.throwIfAborted(); // if the emulator lacks an action, this error is clearer than the error that followed from it
    throw error;
  } finally {
    await emulator.stop();
  }
}

/**
 * Deploys the environment, checks that a second plan is empty, lists the created resources, and rehearses releases.
 *
 * @param before contains the resources that were in the account before the deployment
 */
async function deployAndRelease(
  workspace: Workspace,
  emulator: Emulator,
  before: readonly Item[],
  { phase, print, signal, withRelease }: RehearsalProps,
): Promise<Rehearsed> {
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

  await phase("check that a second plan is empty", async () => {
    if (!(await workspace.isSettled({ signal }))) {
      throw new RehearsalError("a second plan wants to change what was just deployed");
    }
  });
  const made = await phase("list the created resources", async () =>
    difference(await takeInventory(emulator.client), before),
  );
  print(
    table(
      ["what exists now", "count"],
      [...countByType(made)].map(([type, n]) => [type, `${n}`]),
    ),
  );
  const unproved =
    withRelease && (await rehearseReleases(workspace, emulator, { phase, signal, print, bad: withRelease }));
  return { resources: created, ...(unproved !== undefined && { unproved }) };
}

/**
 * Returns the length of a rehearsed minute (a minute on the rehearsal's clock), in real seconds. The busier the machine is now, the longer
 * it is.
 */
const minuteOfReleases = async () => minuteSecondsFor(await crowding(), loadPerProcessor());

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
