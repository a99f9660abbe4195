import {
  DescribeKeyCommand,
  KMSClient,
  paginateListAliases,
  paginateListKeys,
  paginateListResourceTags,
} from "@aws-sdk/client-kms";
import {
  paginateDescribeDBClusterAutomatedBackups,
  paginateDescribeDBClusterParameterGroups,
  paginateDescribeDBClusterSnapshots,
  paginateDescribeDBClusters,
  paginateDescribeDBInstances,
  paginateDescribeDBParameterGroups,
  paginateDescribeDBSubnetGroups,
  paginateDescribeEventSubscriptions,
  RDSClient,
} from "@aws-sdk/client-rds";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import {
  paginateListSecrets,
  type SecretListEntry,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { type ClientConfig, each, entries, list, type Readers, see, suffixOf } from "./readers";

/** Returns the readers for KMS, RDS, S3 and Secrets Manager. Each reader lists the resources of one type. */
export function dataReaders(config: ClientConfig) {
  const rds = { client: new RDSClient(config) };
  const kms = { client: new KMSClient(config) };
  /** Describes a KMS key as an item. @returns undefined if it is an AWS managed key */
  const describedKey = async (KeyId: string | undefined) => {
    const { KeyMetadata: key } = await kms.client.send(new DescribeKeyCommand({ KeyId }));
    if (key?.KeyManager !== "CUSTOMER") return undefined;
    // If a key is pending deletion, it no longer has its alias, but it still has its tags.
    const tags = await entries(paginateListResourceTags(kms, { KeyId }), (page) => page.Tags);
    return {
      id: KeyId,
      suffix: suffixOf(tags.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue }))),
      remembered: pending(key.KeyState === "PendingDeletion", key.DeletionDate),
    };
  };

  return {
    "KMS alias": () =>
      list(
        paginateListAliases(kms, {}),
        (page) => page.Aliases?.filter(({ AliasName }) => !AliasName?.startsWith("alias/aws/")),
        (it) => ({ id: it.AliasName, name: it.AliasName }),
      ),
    "KMS key": async () => {
      const ids = await entries(paginateListKeys(kms, {}), (page) => page.Keys);
      const keys = await each(ids, ({ KeyId }) =>
        // A caller who may read all other keys may be refused by the key policy of one key.
        describedKey(KeyId).catch((error: Error) => {
          if (error.name !== "AccessDeniedException") throw error;
          return { id: KeyId, unread: `${error.name}: ${error.message}` };
        }),
      );
      return see(
        keys.filter((it) => it !== undefined),
        (it) => it,
      );
    },
    "RDS cluster": () =>
      list(
        paginateDescribeDBClusters(rds, {}),
        (page) => page.DBClusters,
        (it) => ({ id: it.DBClusterIdentifier, name: it.DBClusterIdentifier }),
      ),
    "RDS cluster automated backup": () =>
      list(
        paginateDescribeDBClusterAutomatedBackups(rds, {}),
        (page) => page.DBClusterAutomatedBackups,
        (it) => ({
          id: it.DbClusterResourceId,
          arn: it.DBClusterAutomatedBackupsArn,
          name: it.DBClusterIdentifier,
          state: it.Status,
        }),
      ),
    "RDS cluster parameter group": () =>
      list(
        paginateDescribeDBClusterParameterGroups(rds, {}),
        (page) => page.DBClusterParameterGroups?.filter((it) => isOwn(it.DBClusterParameterGroupName)),
        (it) => ({ id: it.DBClusterParameterGroupName, name: it.DBClusterParameterGroupName }),
      ),
    "RDS cluster snapshot": () =>
      list(
        paginateDescribeDBClusterSnapshots(rds, {}),
        (page) => page.DBClusterSnapshots,
        (it) => ({
          id: it.DBClusterSnapshotIdentifier,
          name: it.DBClusterIdentifier,
          state: it.SnapshotType,
          key: it.KmsKeyId,
        }),
      ),
    "RDS event subscription": () =>
      list(
        paginateDescribeEventSubscriptions(rds, {}),
        (page) => page.EventSubscriptionsList,
        (it) => ({ id: it.CustSubscriptionId, name: it.CustSubscriptionId }),
      ),
    "RDS instance": () =>
      list(
        paginateDescribeDBInstances(rds, {}),
        (page) => page.DBInstances,
        (it) => ({ id: it.DBInstanceIdentifier, name: it.DBInstanceIdentifier }),
      ),
    "RDS parameter group": () =>
      list(
        paginateDescribeDBParameterGroups(rds, {}),
        (page) => page.DBParameterGroups?.filter((it) => isOwn(it.DBParameterGroupName)),
        (it) => ({ id: it.DBParameterGroupName, name: it.DBParameterGroupName }),
      ),
    "RDS subnet group": () =>
      list(
        paginateDescribeDBSubnetGroups(rds, {}),
        (page) => page.DBSubnetGroups,
        (it) => ({ id: it.DBSubnetGroupName, name: it.DBSubnetGroupName }),
      ),
    "S3 bucket": async () =>
      see((await new S3Client(config).send(new ListBucketsCommand({}))).Buckets, (it) => ({
        id: it.Name,
        name: it.Name,
      })),
    "Secrets Manager secret": () =>
      list(
        paginateListSecrets({ client: new SecretsManagerClient(config) }, { IncludePlannedDeletion: true }),
        (page) => page.SecretList,
        (it) => ({
          id: it.ARN,
          name: clusterOf(it),
          suffix: suffixOf(it.Tags),
          remembered: pending(it.DeletedDate !== undefined, it.DeletedDate),
        }),
      ),
  } satisfies Readers;
}

/**
 * Returns whether a parameter group was created by somebody, and not by RDS. RDS creates the group `default.<family>` when the family is
 * first used, and nobody can delete this group.
 */
const isOwn = (group: string | undefined) => !group?.startsWith("default.");

/**
 * Returns the name of the database cluster to which a secret with a master password belongs. RDS names the secret `rds!cluster-<uuid>`, and
 * gives it a tag with the cluster's ARN.
 */
const clusterOf = ({ Tags }: SecretListEntry) =>
  Tags?.find(({ Key }) => Key === "aws:rds:primaryDBClusterArn")
    ?.Value?.split(":")
    .at(-1);

const pending = (isPending: boolean, until: Date | undefined) =>
  isPending ? { state: "pending deletion", until: until?.toISOString() } : undefined;
