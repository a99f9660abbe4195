import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder } from "../files/own-folder";
import { checkSettings, loadEnvironment, namesIn } from "../settings/load";
import { ConfigurationError } from "../settings/problems";
import type { EnvironmentConfig } from "../settings/schema";
import { RefusedError } from "../terminal/refused";

/** Checks that an environment has no settings file yet. @throws RefusedError if the file exists */
export function requireNoFile(directory: string, suffix: string): void {
  // Case is ignored, because on some file systems Prod.json and prod.json are the same file.
  const there = namesIn(directory).find((name) => name.toLowerCase() === `${suffix}.json`);
  if (there !== undefined) throw exists(join(directory, there));
}

const exists = (file: string) =>
  new RefusedError(`${file} exists already and is not overwritten: edit the file, or choose another suffix`);

/**
 * Writes `<suffix>.json`. First, the function loads the settings in the same way as every command, and synthesizes the environment.
 *
 * @param synthesize a function that synthesizes the environment, and throws if the environment is invalid
 * @returns the file's path
 * @throws RefusedError if the settings or the environment are invalid, or if the file exists. In these cases, no file is written
 */
export async function writeSettings(
  directory: string,
  suffix: string,
  settings: Record<string, unknown>,
  synthesize: (config: EnvironmentConfig) => void,
): Promise<string> {
  const name = `${suffix}.json`;
  const file = join(directory, name);
  const checked = checkSettings(settings);
  if ("problems" in checked) throw new ConfigurationError(`${file}, which was not written`, checked.problems);
  const text = `${JSON.stringify(settings, null, 2)}\n`;
  await inTemporaryFolder("init", async (folder) => {
    writeFileSync(join(folder, name), text);
    // The synth's result does not depend on the name of the state bucket.
    synthesize(loadEnvironment({ suffix, directory: folder, stateBucket: "state" }).config);
  });
  mkdirSync(directory, { recursive: true });
  try {
    writeFileSync(file, text, { flag: "wx" }); // wx: fails if another process has created the file since the check above
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "EEXIST" ? exists(file) : error;
  }
  return file;
}
