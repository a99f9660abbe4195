import { isExact } from "../../iam/pattern";
import type { Elements, Statement } from "../../iam/statement";
import { lockKey } from "../../naming/names";
import { list, type SynthesizedDocument } from "../document";
import { pci } from "../pci";
import { beyond } from "../reach";
import { each, findingsAt, none, type Rule } from "../rule";
import { allowed, IDENTITY_POLICIES, joined, ownPolicy, policiesIn, wildcards } from "../statements";
import { loose, wholeAccount } from "../trust";
import { UNNARROWABLE } from "../unnarrowable";

/** Returns a check that judges every Allow statement of every identity policy. A policy that synth cannot read has a problem. */
const eachGrant =
  (judge: (statement: Statement, document: SynthesizedDocument) => string | undefined): Rule["check"] =>
  (document) =>
    document.resources(...IDENTITY_POLICIES).flatMap((resource) =>
      findingsAt(resource.address, () =>
        policiesIn(resource).map((policy) => ({
          address: resource.address,
          problem: joined(allowed(policy).map((each) => judge(each, document))),
        })),
      ),
    );

const naming = (sid: string, verb: string, items: readonly string[]) =>
  items.length === 0 ? undefined : `${sid} ${verb} ${items.join(", ")}`;

// Matches actions that delete data or KMS keys. It does not match DeleteMessage of SQS, because a consumer of a queue deletes each message
// that it has processed.
const DELETING =
  /^(backup|cognito-idp|dynamodb|ecr|elasticache|elasticfilesystem|es|kms|logs|rds|s3|secretsmanager|sqs):(Batch)?(Delete(?!Message)|Purge|ScheduleKeyDeletion|DisableKey$|PutLifecycle)/i;
const ON_NOTHING: Elements<string> = { of: [], except: [] };
const isLock = (arn: string) => arn.endsWith(lockKey(""));

/** Rules about IAM: the permissions of roles, and their trust policies. */
export const ACCESS = [
  {
    id: "iam-actions",
    sentence: "Policies name each allowed action, without wildcards and without NotAction.",
    controls: {
      pci: pci("7.2.2", "7.2.5"),
      aws: {
        "IAM.1": "no policy grants full administrative privileges",
        "IAM.21": "no policy allows all actions of a service by a wildcard",
      },
      cis: { "1.16": "no policy grants full administrative privileges" },
      checkov: {
        CKV_AWS_62: "no policy grants full administrative privileges",
        CKV_AWS_63: "no policy has * as an action",
      },
    },
    fix: "list the needed actions, and write the policy as JSON text that synth can read",
    check: eachGrant(wildcards),
  },
  {
    id: "iam-resources",
    sentence:
      "Policies name their resources by ARN. A wildcard is allowed only in the resource name at the end of an ARN. Colons and slashes divide this name into parts. If the name contains a wildcard, at least one part has to be without a wildcard and end in the environment's suffix: in bucket-dev/*, this part is bucket-dev. The resource * is allowed only for actions for which AWS supports no narrower resource.",
    controls: {
      pci: pci("7.2.2", "7.2.5"),
      checkov: { CKV_AWS_355: "no policy has * as the resource of actions that support narrower resources" },
    },
    fix: "name the ARNs; if the resource name in an ARN contains a wildcard, a part of this name has to be without a wildcard and end in the environment's suffix, as bucket-dev in bucket-dev/*; or add the action to src/policy/unnarrowable.ts, with a reason",
    check: eachGrant(({ sid, actions, resources: { of: resources } = ON_NOTHING }, document) =>
      joined([
        resources.includes("*")
          ? naming(
              sid,
              "allows on every resource",
              actions.of.filter((action) => isExact(action) && !(action in UNNARROWABLE)),
            )
          : undefined,
        ...resources
          .filter((resource) => resource !== "*")
          .map((resource) => {
            const how = beyond(resource, document.suffix());
            return how && `${sid} reaches beyond the environment: ${resource} ${how}`;
          }),
      ]),
    ),
  },
  {
    id: "iam-no-escalation",
    sentence: "No role of the environment may change or grant permissions.",
    controls: { pci: pci("7.2.5"), checkov: { CKV_AWS_286: "policies allow no privilege escalation" } },
    fix: "remove all IAM actions that do not begin with Get or List",
    check: eachGrant(({ sid, actions }) =>
      naming(
        sid,
        "allows",
        actions.of.filter((action) => /^iam:(?!get|list)\w/i.test(action)),
      ),
    ),
  },
  {
    id: "iam-no-data-loss",
    sentence:
      "No role of the environment may delete data or encryption keys. Only a reviewed deployment deletes data.",
    controls: { pci: pci("7.2.5") },
    fix: "remove this action from the policy; to delete a resource that holds data, remove the resource from the configuration and deploy",
    check: eachGrant(({ sid, actions, resources = ON_NOTHING }) =>
      naming(
        sid,
        "allows",
        actions.of.filter(
          (action) => DELETING.test(action) && !(action === "s3:DeleteObject" && resources.of.every(isLock)),
        ),
      ),
    ),
  },
  {
    id: "iam-trust",
    sentence:
      "Only these principals may assume a role: named roles of the environment's account, people of that account who signed in with MFA, and AWS services on behalf of a named account.",
    controls: {
      pci: pci("7.2.2", "7.2.5"),
      checkov: {
        CKV_AWS_60: "only named services or principals may assume a role",
        CKV_AWS_61: "only named principals of an account may assume a role",
      },
    },
    fix: "in access.principalArns, name roles of the account accountId; in a trust policy, add the condition aws:MultiFactorAuthPresent for the account's users and root, and the condition aws:SourceAccount for services",
    check: each("aws_iam_role", ({ assume_role_policy }, _resource, document) =>
      joined(allowed(assume_role_policy).map((statement) => loose(statement, document))),
    ),
  },
  {
    id: "iam-trust-named",
    sentence: "A role's trust policy names the principals that may assume it, instead of a whole account.",
    // If a role trusts an account's root, the account's IAM policies decide who may assume the role. So checkov reports such a role, even
    // if its trust policy demands MFA.
    // https://github.com/bridgecrewio/checkov/blob/main/checkov/terraform/checks/resource/aws/IAMRoleAllowAssumeFromAccount.py
    controls: { checkov: { CKV_AWS_61: "only named principals of an account may assume a role" } },
    fix: "name roles in access.principalArns",
    check: each("aws_iam_role", ({ assume_role_policy }, _resource, document) =>
      joined(allowed(assume_role_policy).map((statement) => wholeAccount(statement, document))),
    ),
  },
  {
    id: "iam-no-users",
    sentence: "The environment has no IAM users, IAM groups and access keys. People assume roles.",
    controls: {
      aws: { "IAM.2": "no policies are attached to users" },
      cis: { "1.15": "users receive permissions through groups only" },
      checkov: { CKV_AWS_273: "people sign in through SSO, and not as IAM users" },
    },
    fix: "remove this resource, and let people assume roles through IAM Identity Center",
    check: none(
      ["aws_iam_user", "aws_iam_group", "aws_iam_access_key", "aws_iam_user_login_profile"],
      "gives access without a role",
    ),
  },
  {
    id: "iam-no-managed-policies",
    sentence: "Roles have only policies of this project, and no AWS managed policies.",
    controls: {
      pci: pci("7.2.5"),
      checkov: { CKV_AWS_274: "no role has the policy AdministratorAccess" },
      cdkNag: { "AwsSolutions-IAM4": "roles have no AWS managed policies" },
    },
    fix: "write the needed actions into an aws_iam_role_policy, and detach the managed policy",
    check: (document) => [
      ...each(["aws_iam_role_policy_attachment", "aws_iam_policy_attachment"], ({ policy_arn }) =>
        ownPolicy(policy_arn, document) === undefined ? `attaches ${policy_arn}` : undefined,
      )(document),
      ...each("aws_iam_role", ({ managed_policy_arns: arns }) =>
        list(arns).length === 0 ? undefined : `attaches ${list(arns).join(", ")}`,
      )(document),
    ],
  },
] as const satisfies readonly Rule[];
