import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { DescribeDBClustersCommand, type RDSClient } from "@aws-sdk/client-rds";
import { synthesize } from "../init/synthesize";
import { requireNoFile, writeSettings } from "../init/write";
import { resourceName } from "../naming/names";
import { decodeSettings } from "../settings/json-file";
import { loadSettings, namesIn, SETTINGS_DIRECTORY } from "../settings/load";
import { RefusedError } from "../terminal/refused";
import { type CopyProps, type SettingsFile, settingsOfCopy } from "./settings-of-copy";

/**
 * Writes the settings of a restored environment, or takes those that an earlier restore of the same wrote.
 *
 * @param from suffix of the source
 * @param say told how the copy's settings differ
 * @returns whether the file is new
 * @throws RefusedError where something else is there; nothing is written then
 */
export async function writeCopy(
  from: string,
  copy: CopyProps,
  say: (line: string) => void,
): Promise<boolean> {
  const { suffix, restoreFrom } = copy;
  const name = `${suffix}.json`;
  if (namesIn(SETTINGS_DIRECTORY).includes(name)) {
    const { database } = loadSettings({ suffix, directory: SETTINGS_DIRECTORY });
    if (!isDeepStrictEqual(database.restoreFrom, restoreFrom)) requireNoFile(SETTINGS_DIRECTORY, suffix);
    say(`${SETTINGS_DIRECTORY}/${name} is there already, and restores the same: goes on with it as it is`);
    return false;
  }
  const { settings, differences } = settingsOfCopy(readFileOf(from), copy);
  const file = await writeSettings(SETTINGS_DIRECTORY, suffix, settings, synthesize);
  say(`written ${file}: the settings of ${from}, and database.restoreFrom`);
  for (const line of differences) say(`  ${line}`);
  return true;
}

/** @throws RefusedError where an environment of this suffix is there without its file */
export async function requireNoCluster(rds: RDSClient, suffix: string): Promise<void> {
  const name = resourceName(suffix, "aurora-cluster");
  const found = await rds
    .send(new DescribeDBClustersCommand({ DBClusterIdentifier: name }))
    .then(({ DBClusters = [] }) => DBClusters.length > 0)
    .catch((error: Error) => {
      if (error.name === "DBClusterNotFoundFault") return false;
      throw error;
    });
  if (found) {
    throw new RefusedError(
      `${name} is there already: a restore makes a new environment, so choose another --to`,
    );
  }
}

/** A file that was loaded before. */
function readFileOf(from: string): SettingsFile {
  const name = `${from}.json`;
  if (!namesIn(SETTINGS_DIRECTORY).includes(name)) {
    throw new RefusedError(`there is no ${SETTINGS_DIRECTORY}/${name} whose settings could be copied`);
  }
  return JSON.parse(decodeSettings(readFileSync(join(SETTINGS_DIRECTORY, name))));
}
