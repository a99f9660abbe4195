import { at, type Resource, refersTo, type SynthesizedDocument } from "../../../policy/document";
import { RESOURCES, type ResourceType } from "../../../resources";
import { daysText, numbersOf, unique } from "./network";

/** An encryption key, and the stores of data that this key encrypts. */
export interface Encrypted {
  readonly key: string;
  /** A description of the key, such as "a KMS key of its own, rotated every year". */
  readonly about: string;
  readonly stores: readonly {
    readonly name: string;
    /** The retention of the data, such as "30 days". Empty if no retention is configured. */
    readonly kept: string;
  }[];
}

interface Store {
  readonly type: ResourceType;
  readonly name: (count: number) => string;
  /** The path of the attribute that refers to the encryption key. */
  readonly key: string;
  /** The attribute that contains the retention in days: its resource type and its path. @default - the picture shows no retention */
  readonly kept?: readonly [type: ResourceType, path: string];
  /** Returns whether a resource of the type contains data. @default - all resources of the type contain data */
  readonly where?: (resource: Resource) => boolean;
}

/**
 * Stores of data, each with the attribute that refers to its encryption key. A database cluster has several keys, so it has several
 * entries.
 */
const STORES: readonly Store[] = [
  {
    type: "aws_rds_cluster",
    name: () => "Aurora and its backups",
    key: "kms_key_id",
    kept: ["aws_rds_cluster", "backup_retention_period"],
  },
  {
    type: "aws_rds_cluster",
    name: () => "master password",
    key: "master_user_secret_kms_key_id",
    where: ({ attributes }) => attributes.manage_master_user_password === true,
  },
  {
    type: "aws_rds_cluster_instance",
    name: () => "Performance Insights",
    key: "performance_insights_kms_key_id",
    kept: ["aws_rds_cluster_instance", "performance_insights_retention_period"],
    where: ({ attributes }) => attributes.performance_insights_enabled === true,
  },
  {
    type: "aws_cloudwatch_log_group",
    name: (count) => `${count} log group${count === 1 ? "" : "s"}`,
    key: "kms_key_id",
    kept: ["aws_cloudwatch_log_group", "retention_in_days"],
  },
  {
    type: "aws_s3_bucket_server_side_encryption_configuration",
    name: () => "access logs in S3",
    key: "rule.apply_server_side_encryption_by_default.kms_master_key_id",
    kept: ["aws_s3_bucket_lifecycle_configuration", "rule.expiration.days"],
  },
  {
    type: "aws_sns_topic",
    name: () => "messages of the topic",
    key: "kms_master_key_id",
    where: ({ attributes }) => attributes.kms_master_key_id !== undefined,
  },
];

/** Returns stores for other resource types with encrypted data: src/resources lists these types, but `STORES` does not. */
const others = (document: SynthesizedDocument): readonly Store[] =>
  (document.types() as ResourceType[]).flatMap((type) => {
    const { data, aws } = RESOURCES[type];
    return data !== false && "attribute" in data.key && !STORES.some((store) => store.type === type)
      ? [{ type, name: () => aws, key: data.key.attribute }]
      : [];
  });

// If no KMS key is configured for some data, AWS encrypts the data with a key that AWS owns or manages:
// https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html
const OF_AWS = { key: "keys of AWS", about: "" };

function keyOf(document: SynthesizedDocument, value: unknown): Pick<Encrypted, "about" | "key"> {
  if (value === undefined) return OF_AWS;
  const own = document.resources("aws_kms_key").find((it) => refersTo(value, it));
  if (own === undefined)
    return { key: String(value).split("/").at(-1) ?? "", about: "a KMS key from outside" };
  const rotates = own.attributes.enable_key_rotation === true ? ", rotated every year" : "";
  return { key: String(at(own.attributes, "tags.Name")), about: `a KMS key of its own${rotates}` };
}

/** Returns the places where an environment stores data, grouped by the key that encrypts them. */
export function dataOf(document: SynthesizedDocument): readonly Encrypted[] {
  const encrypted = [...STORES, ...others(document)].flatMap(({ type, name, key, kept, where }) => {
    const days = kept ? numbersOf(document.resources(kept[0]), kept[1]) : [];
    const under = new Map<string, Encrypted>();
    const resources = document.resources(type).filter(where ?? (() => true));
    const keys = resources.map(({ attributes }) => keyOf(document, at(attributes, key)));
    for (const it of keys) {
      const count = keys.filter((other) => other.key === it.key).length;
      under.set(it.key, {
        ...it,
        stores: [{ name: name(count), kept: days.length > 0 ? daysText(days) : "" }],
      });
    }
    return [...under.values()];
  });
  return unique(encrypted.map(({ key }) => key)).map((key) => {
    const same = encrypted.filter((it) => it.key === key);
    return { key, about: same[0]?.about ?? "", stores: same.flatMap(({ stores }) => stores) };
  });
}
