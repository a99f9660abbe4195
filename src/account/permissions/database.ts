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

/** Returns the permissions for Aurora, its master secret, and the environment's KMS key. */
export function database(scope: Scope): Permission[] {
  const { suffix } = scope;
  const cluster = arn(scope, "rds", `cluster:${resourceName(suffix, "aurora-cluster")}`);
  const finalSnapshot = arn(
    scope,
    "rds",
    // The snapshot's name ends with the time. `*` in place of the question marks would also match the snapshots of an environment `dev-2`.
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
        // If the deletion of a cluster takes a final snapshot, the caller needs CreateDBClusterSnapshot and AddTagsToResource, both on the
        // cluster and on the snapshot.
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
      sid: "DefaultDatabaseGroups", // the option group and the parameter group that RDS gives to each cluster and instance by default
      service: "rds",
      change: ["CreateDBCluster", "CreateDBInstance", "ModifyDBCluster", "ModifyDBInstance"],
      on: [arn(scope, "rds", "og:default:*"), arn(scope, "rds", "pg:default.*")],
    },
    {
      sid: "SeeGlobalClusters", // the AWS provider reads whether the cluster belongs to a global cluster
      service: "rds",
      read: ["DescribeGlobalClusters"],
      on: [`arn:aws:rds::${scope.accountId}:global-cluster:*`],
    },
    {
      sid: "MasterSecret",
      service: "secretsmanager",
      change: ["CreateSecret", "TagResource"],
      on: [arn(scope, "secretsmanager", "secret:rds!cluster-*")],
      // RDS chooses the name of the secret, so the condition uses a tag that RDS sets. `IfExists` is needed because the secret has no tags
      // yet while RDS creates it.
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
      // After the creation of a key, it takes up to five minutes until IAM conditions see the key's tags. Until then, this statement allows
      // the calls that a deployment makes on the new key. The statement also allows these calls on all other keys without tags, but these
      // calls cannot harm a key.
      // https://docs.aws.amazon.com/kms/latest/developerguide/abac.html
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
      ["UseNewKeyForDatabase", UNTAGGED] as const, // a new key, or a key from outside the environment; neither has an environment's tags
    ].map(([sid, when]) => ({
      // Allows the use of the key only through RDS and Secrets Manager. Both use the key on behalf of the caller that creates the database.
      sid,
      service: "kms",
      change: ["CreateGrant", "Decrypt", "DescribeKey", "GenerateDataKey"],
      on: [arn(scope, "kms", "key/*")],
      when: { ...when, StringEquals: { "kms:ViaService": [viaRds, viaSecrets] } },
    })),
  ];
}
