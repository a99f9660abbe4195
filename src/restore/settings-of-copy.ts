import type { EnvironmentSettings } from "../settings/schema";
import { RefusedError } from "../terminal/refused";

/** A settings file as it was written: only what it says itself, without the profile's defaults. */
export type SettingsFile = Readonly<Record<string, unknown>>;

export interface CopyProps {
  /** Suffix of the restored environment. */
  readonly suffix: string;
  readonly restoreFrom: NonNullable<EnvironmentSettings["database"]["restoreFrom"]>;
  /** Version of what is restored: a restore keeps its major version. */
  readonly engineVersion: string;
  /** Whether it is destroyed as soon as it was compared. */
  readonly isDrill: boolean;
}

/** Settings of a restored environment, and how they differ from its source's, a sentence each. */
export interface Copy {
  readonly settings: SettingsFile;
  readonly differences: readonly string[];
}

const part = (of: unknown): SettingsFile =>
  typeof of === "object" && of !== null ? (of as SettingsFile) : {};

/**
 * The source's own settings, but for what would take something from the source, or would outlive the copy. Live traffic weights are not in
 * a file, and so are not copied.
 *
 * @throws RefusedError where the copy cannot have a host name
 */
export function settingsOfCopy(
  source: SettingsFile,
  { suffix, restoreFrom, engineVersion, isDrill }: CopyProps,
): Copy {
  const differences: string[] = [];
  const { finalSnapshot, allowMajorVersionUpgrade: _, restoreFrom: __, ...database } = part(source.database);
  if (finalSnapshot === true) {
    differences.push("database.finalSnapshot is left out: destroying a copy needs no last snapshot");
  }
  const { deletionProtection, ...unprotected } = database;
  if (isDrill && deletionProtection === true) {
    differences.push("database.deletionProtection is left out: the drill destroys what it restored");
  }
  if (database.engineVersion !== engineVersion) {
    differences.push(`database.engineVersion is ${engineVersion}, which a restore keeps`);
  }
  const { httpsEgressCidrBlocks, ...network } = part(source.network);
  if (Array.isArray(httpsEgressCidrBlocks) && httpsEgressCidrBlocks.length > 0) {
    differences.push(
      "network.httpsEgressCidrBlocks is left out: what calls a payment provider must not do so twice, with the same secrets",
    );
  }
  const { permissionsBoundaryArn, ...access } = part(source.access);
  if (permissionsBoundaryArn !== undefined) {
    differences.push(
      `access.permissionsBoundaryArn is left out: it lets roles use only what belongs to the source; where the account demands one, write that of ${suffix} into the file`,
    );
  }
  return {
    settings: {
      ...source,
      ...(source.access !== undefined && { access }),
      ...(source.network !== undefined && { network }),
      ...(source.https !== undefined && { https: httpsOf(part(source.https), suffix, differences) }),
      database: { ...(isDrill ? unprotected : database), engineVersion, restoreFrom },
    },
    differences,
  };
}

/** Source and copy cannot have the same name in DNS: the copy's certificate or name is its own. */
function httpsOf(https: SettingsFile, suffix: string, differences: string[]): SettingsFile {
  const { certificateArn, domainName } = https;
  if (typeof domainName !== "string") return https;
  if (certificateArn !== undefined) {
    differences.push("https.domainName is left out: the name is taken; the certificate is the same");
    return { certificateArn };
  }
  const own = `${suffix}.${domainName}`;
  if (own.length > 64) {
    throw new RefusedError(
      `https.domainName: ${own} is longer than the 64 characters of a certificate's name: write environments/${suffix}.json yourself, docs/runbooks/restore.md`,
    );
  }
  differences.push(`https.domainName is ${own}, in the same hosted zone`);
  return { ...https, domainName: own };
}
