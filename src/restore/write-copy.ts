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
 * Writes the settings file of a restored environment. If the file already exists with the requested snapshot or point in time, the file
 * is not changed.
 *
 * @param from the suffix of the source
 * @param say a callback that gets messages. For a new file, the messages say how the file differs from the source's settings file
 * @returns true if the file is new
 * @throws RefusedError if the file exists with another snapshot or point in time. Then the file is not changed
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
    say(
      `${SETTINGS_DIRECTORY}/${name} exists already, and its setting database.restoreFrom has the requested value: the restore does not change the file`,
    );
    return false;
  }
  const { settings, differences } = settingsOfCopy(readFileOf(from), copy);
  const file = await writeSettings(SETTINGS_DIRECTORY, suffix, settings, synthesize);
  say(`wrote ${file}: the settings of ${from}, and database.restoreFrom`);
  for (const line of differences) say(`  ${line}`);
  return true;
}

/**
 * Checks that no database cluster of this suffix exists.
 *
 * @throws RefusedError if such a cluster exists. A cluster may exist even if its environment has no settings file
 */
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
      `${name} exists already: a restore creates a new environment, so choose another --to`,
    );
  }
}

/** Reads a settings file. The caller has already validated it. */
function readFileOf(from: string): SettingsFile {
  const name = `${from}.json`;
  if (!namesIn(SETTINGS_DIRECTORY).includes(name)) {
    throw new RefusedError(`there is no ${SETTINGS_DIRECTORY}/${name} to copy the settings from`);
  }
  return JSON.parse(decodeSettings(readFileSync(join(SETTINGS_DIRECTORY, name))));
}
