import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { lastWords, ToolchainError } from "./toolchain-error";

/** The version of moto that src/rehearsal/moto-shim extends. */
export const MOTO_VERSION = "5.2.1";

const MOTO_SHIM = join(__dirname, "moto-shim");

/** Environment variables with which Python loads this project's extension, and writes no compiled files beside it. */
export const WITH_MOTO_SHIM = { PYTHONPATH: MOTO_SHIM, PYTHONDONTWRITEBYTECODE: "1" };

/** The text of a start script, which replaces the script that pip writes. The script of pip fails if the path contains a quotation mark. */
const LAUNCHER = '#!/bin/sh\nexec "${0%/*}/python" -m moto.server "$@"\n';

export interface MotoServerProps {
  /** The folder for a Python virtual environment, which is created if the PATH has no emulator of the right version. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Finds the program `moto_server` in exactly version {@link MOTO_VERSION}. The function looks on the PATH and in a Python virtual
 * environment below `directory`. If neither place has the program in this version, the function creates the virtual environment, and pip
 * installs the program there.
 *
 * @returns the path of the program, or `moto_server` if it is on the PATH
 * @throws ToolchainError if the program is missing and cannot be installed
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

/**
 * Looks for the program `moto_server` in the same places as {@link ensureMotoServer}, but does not install the program.
 *
 * @returns the path of the program, or `moto_server` if it is on the PATH; `undefined` if the program was not found
 */
export async function findMotoServer({ directory, env }: MotoServerProps): Promise<string | undefined> {
  for (const candidate of ["moto_server", join(directory, `moto-${MOTO_VERSION}`, "bin", "moto_server")]) {
    if (await fits(candidate, env)) return candidate;
  }
  return undefined;
}

/**
 * Returns whether a `moto_server` has the right version. A program of another version does not start, because this project's extension
 * (moto-shim) refuses it.
 */
async function fits(motoServer: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    await promisify(execFile)(motoServer, ["--help"], { env: { ...env, ...WITH_MOTO_SHIM } });
    return true;
  } catch {
    return false;
  }
}
