import { rows } from "../../resources";
import { show } from "../document";
import { pci } from "../pci";
import { each, hasA, is, isSet, type Rule } from "../rule";
import { allowed, joined, tooWide } from "../statements";

const SECRET = "aws_secretsmanager_secret";
const CLUSTER = "aws_rds_cluster";
const master = isSet("master_user_secret_kms_key_id");

/**
 * The rules that demand a customer managed KMS key for stored data. There is one rule for each resource type that has an argument for such
 * a key. The type's row in src/resources/ contains the rule's id and the argument's name in the field `data.key`.
 */
export const DATA_KEYS = rows().flatMap(([type, { aws, data }]): readonly Rule[] =>
  data === false || "notBecause" in data.key
    ? []
    : [
        {
          id: data.key.rule,
          sentence: `Every ${aws} is encrypted with a customer managed KMS key.`,
          controls: data.key.controls,
          fix: "set customerManagedKey to true",
          check: each(type, isSet(data.key.attribute)),
        },
      ],
);

/** Rules about KMS keys, secrets and SSM parameters. */
export const KEYS = [
  {
    id: "kms-rotation",
    sentence: "KMS rotates every key each year.",
    controls: {
      pci: pci("3.7.4"),
      aws: { "KMS.4": "keys are rotated" },
      cis: { "3.6": "keys are rotated" },
      checkov: { CKV_AWS_7: "keys are rotated" },
      cdkNag: { "AwsSolutions-KMS5": "keys are rotated" },
    },
    fix: "set enable_key_rotation to true",
    check: each("aws_kms_key", is("enable_key_rotation", true)),
  },
  {
    id: "kms-policy",
    sentence:
      "Every KMS key has an explicit key policy, which names each allowed principal and each allowed action, without wildcards.",
    controls: {
      pci: pci("3.6.1"),
      aws: { "KMS.5": "keys are not public" },
      checkov: {
        CKV_AWS_33: "key policy has no wildcard principal",
        CKV2_AWS_64: "keys have an explicit key policy",
      },
    },
    fix: "write the policy as JSON that synth can read, and name the principal and the actions in each statement",
    check: each("aws_kms_key", ({ policy }) => joined(allowed(policy).map(tooWide))),
  },
  {
    id: "secret-rotation",
    sentence: "AWS rotates every secret, including the database's master password.",
    controls: {
      pci: pci("8.6.3"),
      aws: { "SecretsManager.1": "secrets are rotated automatically" },
      checkov: { CKV2_AWS_57: "secrets are rotated automatically" },
      cdkNag: { "AwsSolutions-SMG4": "secrets are rotated automatically" },
    },
    fix: "set manage_master_user_password to true; give other secrets an aws_secretsmanager_secret_rotation",
    check: (document) => [
      ...each(SECRET, hasA("aws_secretsmanager_secret_rotation", "secret_id"))(document),
      ...each(CLUSTER, ({ manage_master_user_password: managed, master_password: password }) => {
        if (password !== undefined)
          return "master_password is set, so the Terraform state would contain the password";
        return managed === true ? undefined : `manage_master_user_password is ${show(managed)}`;
      })(document),
    ],
  },
  {
    id: "secret-customer-managed-key",
    sentence: "Every secret is encrypted with a customer managed KMS key.",
    controls: { checkov: { CKV_AWS_149: "secret is encrypted with a customer managed KMS key" } },
    fix: "set customerManagedKey to true",
    check: (document) => [...each(SECRET, isSet("kms_key_id"))(document), ...each(CLUSTER, master)(document)],
  },
  {
    id: "parameter-encrypted",
    sentence: "SSM parameters are encrypted.",
    controls: { checkov: { CKV2_AWS_34: "SSM parameter is encrypted" } },
    fix: "set the parameter's type to SecureString",
    check: each("aws_ssm_parameter", is("type", "SecureString")),
  },
] as const satisfies readonly Rule[];
