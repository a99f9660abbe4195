import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder } from "../files/own-folder";
import { checkSettings, loadEnvironment, namesIn } from "../settings/load";
import { ConfigurationError } from "../settings/problems";
import type { EnvironmentConfig } from "../settings/schema";
import { RefusedError } from "../terminal/refused";

/** Refuses what would overwrite a file, before anybody is asked. @throws RefusedError */
export function requireNoFile(directory: string, suffix: string): void {
  // Some file systems take Prod.json for prod.json.
  const there = namesIn(directory).find((name) => name.toLowerCase() === `${suffix}.json`);
  if (there !== undefined) throw exists(join(directory, there));
}

const exists = (file: string) =>
  new RefusedError(`${file} is there already, and is not overwritten: edit it, or name another environment`);

/**
 * Writes `<suffix>.json`, once it was loaded as every command loads it and was synthesized.
 *
 * @param synthesize throws where the policy or a name refuses the environment
 * @returns the file
 * @throws RefusedError; nothing is written then
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
    // Where the state is kept changes nothing of whether it synthesizes.
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
