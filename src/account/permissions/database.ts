import { resourceName } from "../../naming/names";
import { REGION } from "../../naming/region";
import {
  ANY_ZONE,
  arn,
  IN_REGION,
  MASTER_SECRET_TAG,
  madeTagged,
  newlyTagged,
  own,
  type Permission,
  type Scope,
  tagged,
  UNTAGGED,
} from "../permission";

const SEEN_OF_KEY = ["DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "ListResourceTags"];

/** Aurora, its master secret, and the environment's key. */
export function database(scope: Scope): Permission[] {
  const { suffix } = scope;
  const cluster = arn(scope, "rds", `cluster:${resourceName(suffix, "aurora-cluster")}`);
  const finalSnapshot = arn(
    scope,
    "rds",
    // The snapshot's name ends with the time; `*` in its place would match the snapshots of `dev-2` too.
    `cluster-snapshot:${resourceName(suffix, "aurora-final-snapshot")}-${"?".repeat("YYYYMMDDhhmmss".length)}`,
  );
  return [
    {
      sid: "OwnDatabase",
      service: "rds",
      read: [
        "DescribeDBClusterParameterGroups",
        "DescribeDBClusterParameters",
        "DescribeDBClusters",
        "DescribeDBInstances",
        "DescribeDBSubnetGroups",
        "DescribeEventSubscriptions",
        "ListTagsForResource",
      ],
      change: [
        "AddSourceIdentifierToSubscription",
        "AddTagsToResource",
        "CreateDBCluster",
        "CreateDBClusterParameterGroup",
        // For the last snapshot, on the cluster and on the snapshot: deleting a cluster with a last snapshot needs this action
        // and AddTagsToResource.
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html
        "CreateDBClusterSnapshot",
        "CreateDBInstance",
        "CreateDBSubnetGroup",
        "CreateEventSubscription",
        "DeleteDBCluster",
        "DeleteDBClusterParameterGroup",
        "DeleteDBInstance",
        "DeleteDBSubnetGroup",
        "DeleteEventSubscription",
        "ModifyDBCluster",
        "ModifyDBClusterParameterGroup",
        "ModifyDBInstance",
        "ModifyEventSubscription",
        "RemoveSourceIdentifierFromSubscription",
      ],
      on: [
        cluster,
        ...own(scope, "aws_rds_cluster_parameter_group", "aws_db_subnet_group", "aws_db_event_subscription"),
        finalSnapshot,
        arn(scope, "rds", `db:${resourceName(suffix, "aurora-instance", ANY_ZONE)}`),
      ],
    },
    {
      sid: "DefaultDatabaseGroups", // the tags that RDS gives to each cluster and instance
      service: "rds",
      change: ["CreateDBCluster", "CreateDBInstance", "ModifyDBCluster", "ModifyDBInstance"],
      on: [arn(scope, "rds", "og:default:*"), arn(scope, "rds", "pg:default.*")],
    },
    {
      sid: "SeeGlobalClusters", // global clusters, to which a cluster could belong
      service: "rds",
      read: ["DescribeGlobalClusters"],
      on: [`arn:aws:rds::${scope.accountId}:global-cluster:*`],
    },
    {
      sid: "MasterSecret",
      service: "secretsmanager",
      change: ["CreateSecret", "TagResource"],
      on: [arn(scope, "secretsmanager", "secret:rds!cluster-*")],
      // RDS chooses the secret's name, but tags the secret; a secret that is being created has no tags yet.
      when: { StringLikeIfExists: { [MASTER_SECRET_TAG]: cluster } },
    },
    ...(scope.ownKey ? key(scope) : []),
  ];
}

function key(scope: Scope): Permission[] {
  const viaRds = `rds.${REGION}.amazonaws.com`;
  const viaSecrets = `secretsmanager.${REGION}.amazonaws.com`;
  return [
    { sid: "SeeKeys", service: "kms", read: ["ListAliases"], on: ["*"], when: IN_REGION },
    {
      sid: "MakeKey",
      service: "kms",
      change: ["CreateKey"],
      on: ["*"],
      when: madeTagged(scope),
    },
    {
      sid: "OwnKey",
      service: "kms",
      read: SEEN_OF_KEY,
      change: ["CreateAlias", "DeleteAlias", "EnableKeyRotation", "PutKeyPolicy", "ScheduleKeyDeletion"],
      on: [arn(scope, "kms", "key/*")],
      when: tagged(scope),
    },
    {
      // KMS takes up to five minutes to consider a new key's tags. Until then only the calls after a key's creation are allowed,
      // which cannot harm another key without tags. https://docs.aws.amazon.com/kms/latest/developerguide/abac.html
      sid: "NewKey",
      service: "kms",
      change: [...SEEN_OF_KEY, "CreateAlias", "EnableKeyRotation"],
      on: [arn(scope, "kms", "key/*")],
      when: UNTAGGED,
    },
    {
      sid: "TagNewKey",
      service: "kms",
      change: ["TagResource"],
      on: [arn(scope, "kms", "key/*")],
      when: newlyTagged(scope),
    },
    {
      sid: "OwnKeyAlias",
      service: "kms",
      change: ["CreateAlias", "DeleteAlias"],
      on: own(scope, "aws_kms_alias"),
    },
    ...[
      ["UseKeyForDatabase", tagged(scope)] as const,
      ["UseNewKeyForDatabase", UNTAGGED] as const, // or of a key from outside, which belongs to no environment
    ].map(([sid, when]) => ({
      // Only by way of RDS and Secrets Manager, which use the key on behalf of the caller that creates the database.
      sid,
      service: "kms",
      change: ["CreateGrant", "Decrypt", "DescribeKey", "GenerateDataKey"],
      on: [arn(scope, "kms", "key/*")],
      when: { ...when, StringEquals: { "kms:ViaService": [viaRds, viaSecrets] } },
    })),
  ];
}
