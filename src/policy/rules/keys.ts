import { statementsOf } from "../../iam/statement";
import { rows } from "../../resources";
import { show } from "../document";
import { pci } from "../pci";
import { each, hasA, is, isSet, type Rule } from "../rule";
import { allowed, joined, tooWide } from "../statements";

const SECRET = "aws_secretsmanager_secret";
const CLUSTER = "aws_rds_cluster";
const master = isSet("master_user_secret_kms_key_id");

/** One rule for each resource type whose row in src/resources/ names the argument for the KMS key of its data. */
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

/** KMS keys, secrets and parameters. */
export const KEYS = [
  {
    id: "kms-rotation",
    sentence: "KMS rotates every key each year.",
    controls: {
      pci: pci("3.7.4"),
      aws: { "KMS.4": "key rotation" },
      cis: { "3.6": "keys are rotated" },
      checkov: { CKV_AWS_7: "key rotation" },
      cdkNag: { "AwsSolutions-KMS5": "key rotation" },
    },
    fix: "set enable_key_rotation to true",
    check: each("aws_kms_key", is("enable_key_rotation", true)),
  },
  {
    id: "kms-policy",
    sentence: "Every key has an explicit policy, which names principals and lists each action.",
    controls: {
      pci: pci("3.6.1"),
      aws: { "KMS.5": "keys are not public" },
      checkov: { CKV_AWS_33: "key policy has no wildcard principal", CKV2_AWS_64: "key policy is defined" },
    },
    fix: "write the policy as JSON that synth can read, with a principal and actions by name in each statement",
    check: each("aws_kms_key", ({ policy }) => {
      const statements = statementsOf(policy);
      if (statements === undefined) return "the policy is not JSON text";
      return joined(allowed(statements).map(tooWide));
    }),
  },
  {
    id: "secret-rotation",
    sentence: "AWS rotates every secret, including the database's master password.",
    controls: {
      pci: pci("8.6.3"),
      aws: { "SecretsManager.1": "automatic rotation" },
      checkov: { CKV2_AWS_57: "secret has automatic rotation" },
      cdkNag: { "AwsSolutions-SMG4": "automatic rotation" },
    },
    fix: "set manage_master_user_password to true; give other secrets an aws_secretsmanager_secret_rotation",
    check: (document) => [
      ...each(SECRET, hasA("aws_secretsmanager_secret_rotation", "secret_id"))(document),
      ...each(CLUSTER, ({ manage_master_user_password: managed, master_password: password }) => {
        if (password !== undefined) return "master_password is set: it would be in the state";
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
    sentence: "Parameters are encrypted.",
    controls: { checkov: { CKV2_AWS_34: "SSM parameter is encrypted" } },
    fix: "set the parameter's type to SecureString",
    check: each("aws_ssm_parameter", is("type", "SecureString")),
  },
] as const satisfies readonly Rule[];
