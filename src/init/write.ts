import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder } from "../files/own-folder";
import { checkSettings, loadEnvironment, namesIn } from "../settings/load";
import { ConfigurationError } from "../settings/problems";
import type { EnvironmentConfig } from "../settings/schema";
import { RefusedError } from "../terminal/refused";

/** Refuses to overwrite a file, before any question. @throws RefusedError where the file exists */
export function requireNoFile(directory: string, suffix: string): void {
  // Some file systems take Prod.json for prod.json.
  const there = namesIn(directory).find((name) => name.toLowerCase() === `${suffix}.json`);
  if (there !== undefined) throw exists(join(directory, there));
}

const exists = (file: string) =>
  new RefusedError(`${file} is there already, and is not overwritten: edit it, or name another environment`);

/**
 * Writes `<suffix>.json` after loading it as every command does, and after a synth.
 *
 * @param synthesize throws where the policy or a name refuses the environment
 * @returns the file's path
 * @throws RefusedError before anything is written
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
    // The place of the state does not change the synth's result.
    synthesize(loadEnvironment({ suffix, directory: folder, stateBucket: "state" }).config);
  });
  mkdirSync(directory, { recursive: true });
  try {
    writeFileSync(file, text, { flag: "wx" }); // somebody else may have written it meanwhile
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "EEXIST" ? exists(file) : error;
  }
  return file;
}
