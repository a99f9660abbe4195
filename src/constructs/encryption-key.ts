import { Construct } from "constructs";
import { logGroupNames, resourceName } from "../naming/names";
import { REGION } from "../naming/region";
import { KmsAlias, KmsKey } from "../resources/classes";
import { policyDocument } from "./iam";

export interface EncryptionKeyProps {
  readonly suffix: string;
  readonly accountId: string;
}

// The actions that IAM policies of this account may allow on the key. AWS's default is `kms:*`. This list contains only the actions that
// are needed to administer and to use a symmetric KMS key. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
const DELEGATED_ACTIONS = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:RetireGrant",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];

/** The customer managed KMS key of an environment. It encrypts the database, the secret, the logs and the alarm topic. */
export class EncryptionKey extends Construct {
  /** ARN of the key. */
  public readonly arn: string;

  public constructor(scope: Construct, id: string, { suffix, accountId }: EncryptionKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, "key", {
      description: `Data, logs and alarms of the transaction-processing environment ${suffix}`,
      enableKeyRotation: true,
      deletionWindowInDays: 7, // the shortest waiting period that AWS allows
      tags: { Name: resourceName(suffix, "kms-key") },
      // In a key policy, the `Resource` "*" stands only for the key to which the policy belongs.
      policy: policyDocument([
        {
          Sid: "DelegateToIam",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${accountId}:root` },
          Action: DELEGATED_ACTIONS,
          Resource: "*",
        },
        {
          // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
          Sid: "CloudWatchLogs",
          Effect: "Allow",
          Principal: { Service: `logs.${REGION}.amazonaws.com` },
          Action: [
            "kms:Decrypt",
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
          ],
          Resource: "*",
          Condition: {
            ArnEquals: {
              "kms:EncryptionContext:aws:logs:arn": logGroupNames(suffix).map(
                (name) => `arn:aws:logs:${REGION}:${accountId}:log-group:${name}`,
              ),
            },
          },
        },
        {
          // Alarms, RDS events and EventBridge rules publish to the encrypted topic. The topic's policy limits the accounts and resources
          // that may publish. In this key policy only alarms get a condition on the account: AWS does not support such a condition for
          // EventBridge, and does not document one for RDS.
          // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
          Sid: "CloudWatchAlarms",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Resource: "*",
          Condition: { StringEquals: { "aws:SourceAccount": accountId } },
        },
        {
          Sid: "RdsEvents",
          Effect: "Allow",
          Principal: { Service: "events.rds.amazonaws.com" },
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Resource: "*",
        },
        {
          Sid: "EventRules",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Resource: "*",
        },
      ]),
    });
    new KmsAlias(this, "alias", { name: `alias/${resourceName(suffix, "kms-key")}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}
