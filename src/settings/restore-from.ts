import * as v from "valibot";
import { REGION } from "../naming/region";
import { group, pattern, setting } from "./fields";

/** Matches a time in UTC, to the second, in the form that the AWS provider accepts, such as `2026-11-26T10:00:00Z`. */
const RESTORE_TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/**
 * Matches the ARN of a cluster snapshot. The name of an automated snapshot (`rds:<cluster>-<time>`) contains a colon. The name of a
 * snapshot that AWS Backup made (`awsbackup:job-<id>`) contains a colon too.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/recovery-points.html
 */
export const SNAPSHOT_ARN = new RegExp(
  `^arn:aws:rds:${REGION}:\\d{12}:cluster-snapshot:((rds|awsbackup):)?[a-z][a-z0-9-]{0,254}$`,
);

const snapshotArn = setting(
  "ARN of the cluster snapshot from which the database of a new environment is restored. In the snapshot, the name of the database has to be the value of the setting database.name, and the name of the master user has to be cluster_owner. The engine version of the snapshot has to have the same major version as database.engineVersion, and must not have a later minor version.",
  pattern(SNAPSHOT_ARN, `the ARN of a cluster snapshot in ${REGION}`),
);
const cluster = setting(
  "Name of the Aurora cluster from whose backups the database of a new environment is restored, such as aurora-cluster-<suffix>. The cluster has to exist in the same account and region.",
  pattern(/^[a-z](-?[a-z0-9]){0,62}$/, 'the name of a cluster such as "aurora-cluster-prod"'),
);
const A_TIME = 'a time in UTC such as "2026-11-26T10:00:00Z"';
const at = v.optional(
  setting(
    "Time, in UTC and to the second. The database of the new environment gets the data that database.restoreFrom.cluster had at this time. The time has to be within the retention period of that cluster's backups. Default: the latest restorable time of the cluster, which is usually some minutes ago.",
    v.pipe(
      pattern(RESTORE_TIME, A_TIME),
      // JavaScript reads 31 February as 3 March.
      v.check((time) => !RESTORE_TIME.test(time) || toSecond(new Date(time)) === time, A_TIME),
    ),
  ),
);

/** Formats a time as the setting `database.restoreFrom.at` requires, such as `2026-11-26T10:00:00Z`. */
export const toSecond = (time: Date): string => time.toJSON()?.replace(/\.\d+Z$/, "Z") ?? "";

/**
 * Returns the schema of the setting `database.restoreFrom`, which has two forms: a snapshot, or a cluster with an optional time. A rule in
 * rules.ts refuses a value that has both a snapshot and a cluster, and a value that has neither.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-restore-snapshot.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-pitr.html
 */
export const restoreFrom = () =>
  group({ snapshotArn: v.optional(snapshotArn), cluster: v.optional(cluster), at });
