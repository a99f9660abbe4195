import { taskHttpsCidrBlocks } from "../settings/egress";
import type { EnvironmentSettings } from "../settings/schema";
import { RefusedError } from "../terminal/refused";

/** The content of a settings file, without the profile's defaults. */
export type SettingsFile = Readonly<Record<string, unknown>>;

/** Options of {@link settingsOfCopy}. */
export interface CopyProps {
  /** The suffix of the restored environment. */
  readonly suffix: string;
  readonly restoreFrom: NonNullable<EnvironmentSettings["database"]["restoreFrom"]>;
  /** The PostgreSQL version of the snapshot or of the source cluster. A restore does not change the major version. */
  readonly engineVersion: string;
  /** True if the restored environment is for a restore drill. The drill destroys the environment after the comparison. */
  readonly isDrill: boolean;
}

/** The settings of a restored environment (the copy), and one sentence for each difference from the source's settings. */
export interface Copy {
  readonly settings: SettingsFile;
  readonly differences: readonly string[];
}

const part = (of: unknown): SettingsFile =>
  typeof of === "object" && of !== null ? (of as SettingsFile) : {};

/**
 * Derives the settings of a restored environment (the copy) from the source's settings file. Two groups of settings are left out or
 * changed. The first group would bring the copy into conflict with the source: host name, calls to payment providers, permissions boundary.
 * The second group would keep data of the copy after a destroy, or would prevent the destroy. Live traffic weights are not copied, because
 * a settings file does not contain them.
 *
 * @throws RefusedError if the copy's host name would be too long
 */
export function settingsOfCopy(
  source: SettingsFile,
  { suffix, restoreFrom, engineVersion, isDrill }: CopyProps,
): Copy {
  const differences: string[] = [];
  const {
    finalSnapshot,
    allowMajorVersionUpgrade,
    restoreFrom: _, // the copy's own `restoreFrom` replaces it
    ...database
  } = part(source.database);
  if (finalSnapshot === true) {
    differences.push(
      "database.finalSnapshot is left out: a copy needs no final snapshot when it is destroyed",
    );
  }
  if (allowMajorVersionUpgrade === true) {
    differences.push(
      "database.allowMajorVersionUpgrade is left out: a restore does not change the major version",
    );
  }
  const { deletionProtection, ...unprotected } = database;
  if (isDrill && deletionProtection === true) {
    differences.push("database.deletionProtection is left out: the drill destroys the restored environment");
  }
  if (database.engineVersion !== engineVersion) {
    differences.push(`database.engineVersion is ${engineVersion}, the version of the restored data`);
  }
  const { httpsEgressCidrBlocks, ...network } = part(source.network);
  if (Array.isArray(httpsEgressCidrBlocks) && httpsEgressCidrBlocks.length > 0) {
    differences.push(
      "network.httpsEgressCidrBlocks is left out: a copy must not call a payment provider a second time with the source's secrets",
    );
  }
  const { permissionsBoundaryArn, ...access } = part(source.access);
  if (permissionsBoundaryArn !== undefined) {
    differences.push(
      `access.permissionsBoundaryArn is left out: the source's permissions boundary allows only the source's resources; if the account requires a permissions boundary, write the ARN of the permissions boundary for ${suffix} into the file`,
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

/**
 * Returns a warning if the application's tasks in the restored environment (the copy) can call addresses outside the VPC other than S3's.
 * Usually these tasks have the source's secrets, so such a call can for example repeat a payment that the source has already made. The
 * tasks can always call S3 in us-east-1, because Amazon ECR stores the layers of images there. The warning does not mention this.
 */
export function outsideCalls(suffix: string, settings: EnvironmentSettings): string | undefined {
  const blocks = taskHttpsCidrBlocks(settings);
  return blocks.length === 0
    ? undefined
    : `the application's tasks in ${suffix} can call ${blocks.join(", ")} on port 443, for example a payment provider, with all secrets that its settings file names`;
}

/**
 * Returns the `https` settings of the restored environment (the copy). The source and the copy cannot have the same host name. If the
 * source's settings contain a certificate's ARN, the copy uses the same certificate, and no host name is set. Otherwise the copy gets
 * another host name.
 */
function httpsOf(https: SettingsFile, suffix: string, differences: string[]): SettingsFile {
  const { certificateArn, domainName } = https;
  if (typeof domainName !== "string") return https;
  if (certificateArn !== undefined) {
    differences.push(
      "https.domainName is left out, because the source uses the name; the certificate is the same",
    );
    return { certificateArn };
  }
  const own = `${suffix}.${domainName}`;
  if (own.length > 64) {
    throw new RefusedError(
      `https.domainName: ${own} is longer than 64 characters, the limit for the name in a certificate: write environments/${suffix}.json yourself (docs/runbooks/restore.md)`,
    );
  }
  differences.push(`https.domainName is ${own}, in the same hosted zone`);
  return { ...https, domainName: own };
}
