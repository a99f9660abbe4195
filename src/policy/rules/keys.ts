import { statementsOf } from "../../iam/statement";
import { show } from "../document";
import { each, hasA, is, isSet, type Rule } from "../rule";
import { allowed, joined, tooWide } from "../statements";

const SECRET = "aws_secretsmanager_secret";
const CLUSTER = "aws_rds_cluster";
const master = isSet("master_user_secret_kms_key_id");

/** KMS keys, secrets and parameters. */
export const KEYS = [
  {
    id: "kms-rotation",
    sentence: "KMS changes the material of every key each year.",
    controls: {
      pci: ["3.7.4"],
      aws: ["KMS.4"],
      cis: ["3.6"],
      checkov: ["CKV_AWS_7"],
      cdkNag: ["AwsSolutions-KMS5"],
    },
    fix: "set enable_key_rotation to true",
    check: each("aws_kms_key", is("enable_key_rotation", true)),
  },
  {
    id: "kms-policy",
    sentence: "Every key's policy is written, names who may use it, and lists each action.",
    controls: { pci: ["3.6.1"], aws: ["KMS.5"], checkov: ["CKV_AWS_33", "CKV2_AWS_64"] },
    fix: "write the policy as JSON that synth can read, with a principal and actions by name in each statement",
    check: each("aws_kms_key", ({ policy }) => {
      const statements = statementsOf(policy);
      if (statements === undefined) return "no policy that is JSON text";
      return joined(allowed(statements).map(tooWide));
    }),
  },
  {
    id: "secret-rotation",
    sentence: "Every secret, the database's master password among them, is rotated by AWS.",
    controls: {
      pci: ["8.6.3"],
      aws: ["SecretsManager.1"],
      checkov: ["CKV2_AWS_57"],
      cdkNag: ["AwsSolutions-SMG4"],
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
    sentence: "The key of every secret is the customer's.",
    controls: { checkov: ["CKV_AWS_149"] },
    fix: "set customerManagedKey to true",
    check: (document) => [...each(SECRET, isSet("kms_key_id"))(document), ...each(CLUSTER, master)(document)],
  },
  {
    id: "parameter-encrypted",
    sentence: "Parameters are encrypted.",
    controls: { checkov: ["CKV2_AWS_34"] },
    fix: "set the parameter's type to SecureString",
    check: each("aws_ssm_parameter", is("type", "SecureString")),
  },
] as const satisfies readonly Rule[];
