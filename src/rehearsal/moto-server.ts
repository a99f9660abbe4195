import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { lastWords, ToolchainError } from "./toolchain-error";

/** The release that src/rehearsal/moto-shim fills the gaps of. */
export const MOTO_VERSION = "5.2.1";

export const MOTO_SHIM = join(__dirname, "moto-shim");

/** As pip's own script, which does not start where a folder's name has a quotation mark in it. */
const LAUNCHER = '#!/bin/sh\nexec "${0%/*}/python" -m moto.server "$@"\n';

export interface MotoServerProps {
  /** Where a virtual environment of our own is made when the PATH has no fitting emulator. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Finds `moto_server` of exactly {@link MOTO_VERSION} on the PATH, else in a virtual environment of our own, which is
 * made with pip.
 *
 * @returns its path, or `moto_server` when the one on the PATH will do
 * @throws ToolchainError when it is missing and cannot be installed
 */
export async function ensureMotoServer({ directory, env }: MotoServerProps): Promise<string> {
  const found = await findMotoServer({ directory, env });
  if (found !== undefined) return found;
  const venv = join(directory, `moto-${MOTO_VERSION}`);
  try {
    const run = promisify(execFile);
    await run("python3", ["-m", "venv", "--clear", venv], { env });
    const install = ["-m", "pip", "install", "--quiet", `moto[server]==${MOTO_VERSION}`];
    await run(join(venv, "bin", "python"), install, { env });
    writeFileSync(join(venv, "bin", "moto_server"), LAUNCHER, { mode: 0o755 });
  } catch (error) {
    throw new ToolchainError(
      `the emulator moto_server ${MOTO_VERSION} is not on the PATH and cannot be installed: install Python >= 3.10 with venv, and run pip install 'moto[server]==${MOTO_VERSION}' (pip said: ${lastWords(error)})`,
    );
  }
  return join(venv, "bin", "moto_server");
}

/** Looks in the same places, and installs nothing. */
export async function findMotoServer({ directory, env }: MotoServerProps): Promise<string | undefined> {
  for (const candidate of ["moto_server", join(directory, `moto-${MOTO_VERSION}`, "bin", "moto_server")]) {
    if (await fits(candidate, env)) return candidate;
  }
  return undefined;
}

/** The shim refuses every other release of moto, so whatever starts with it fits. */
async function fits(motoServer: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    await promisify(execFile)(motoServer, ["--help"], { env: { ...env, PYTHONPATH: MOTO_SHIM } });
    return true;
  } catch {
    return false;
  }
}
