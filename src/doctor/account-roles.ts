import { existsSync } from "node:fs";
import { GetPolicyCommand, GetRoleCommand, type IAMClient } from "@aws-sdk/client-iam";
import { SERVICE_LINKED } from "../account/permissions/access";
import { requirePermissionsBoundary } from "../account/require-permissions-boundary";
import { ACCOUNT_FILE } from "../account/settings";
import { RefusedError } from "../terminal/refused";
import type { Check } from "./check";
import { cannotKnow, type Finding, fail, pass } from "./finding";
import { policySource } from "./policy-source";
import { notAllowed } from "./simulate";
import type { Subject } from "./subject";

/**
 * Checks that the IAM policy of the setting access.permissionsBoundaryArn exists. Every IAM role of the environment has this policy as its
 * permissions boundary.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
async function permissionsBoundary({ env, aws, settings, me, suffix }: Subject): Promise<Finding> {
  const config = { ...settings(), suffix };
  try {
    requirePermissionsBoundary({ config, accountFile: env.ACCOUNT_FILE });
  } catch (error) {
    if (error instanceof RefusedError) return fail(error.message, "correct the file that this message names");
    throw error;
  }
  const PolicyArn = config.access.permissionsBoundaryArn;
  if (PolicyArn === undefined) {
    const why = existsSync(env.ACCOUNT_FILE ?? ACCOUNT_FILE)
      ? "GitHub does not deploy this environment"
      : `there is no ${ACCOUNT_FILE}`;
    return pass(
      `access.permissionsBoundaryArn is not set, and ${why}: roles are created without a permissions boundary`,
    );
  }
  await me();
  try {
    await aws.iam.send(new GetPolicyCommand({ PolicyArn }));
    return pass(PolicyArn);
  } catch (error) {
    if ((error as Error).name !== "NoSuchEntityException") throw error;
    return fail(
      `there is no policy ${PolicyArn}`,
      'create it with "npm run account -- deploy", or correct access.permissionsBoundaryArn',
    );
  }
}

/**
 * Checks the service-linked roles of the environment: they have to exist, or AWS has to be able to create them. AWS creates a
 * service-linked role when its AWS service first needs it, if the caller has the permission `iam:CreateServiceLinkedRole`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
 */
async function serviceLinkedRoles(subject: Subject, signal: AbortSignal): Promise<Finding> {
  const { aws } = subject;
  const { waf } = subject.settings();
  const { arn, accountId } = await subject.me();
  const needed = SERVICE_LINKED.filter(([service]) => service !== "wafv2.amazonaws.com" || waf.enabled);
  const there = await Promise.all(needed.map(([, role]) => roleExists(aws.iam, role)));
  const missing = needed.filter((_, index) => !there[index]);
  if (missing.length === 0) return pass(needed.map(([, role]) => role).join(", "));
  const names = missing.map(([, role]) => role).join(", ");
  const make = missing
    .map(([service]) => `aws iam create-service-linked-role --aws-service-name ${service}`)
    .join("; ");
  const source = await policySource(aws.iam, arn);
  const unclear = cannotKnow(
    `${names}: not there, and IAM cannot simulate whether ${arn} may create them. To create them: ${make}`,
  );
  if (source === undefined) return unclear;
  const denied = await Promise.all(
    missing.map(([service, role]) =>
      notAllowed(
        aws.iam,
        source,
        {
          Sid: "CreateServiceLinkedRole",
          Effect: "Allow",
          Action: "iam:CreateServiceLinkedRole",
          Resource: `arn:aws:iam::${accountId}:role/aws-service-role/${service}/${role}`,
          Condition: { StringEquals: { "iam:AWSServiceName": service } },
        },
        signal,
      ),
    ),
  ).then((all) => all.flat());
  if (denied.some((it) => !it.unclear))
    return fail(
      `${names}: not there, and these credentials lack iam:CreateServiceLinkedRole, so AWS cannot create them`,
      `an administrator runs once: ${make}`,
    );
  return denied.length > 0
    ? unclear
    : pass(
        `${names}: not there yet; by IAM's simulation, these credentials let AWS create them during the first deployment`,
      );
}

const roleExists = (iam: IAMClient, RoleName: string): Promise<boolean> =>
  iam.send(new GetRoleCommand({ RoleName })).then(
    () => true,
    (error: Error) => {
      if (error.name === "NoSuchEntityException") return false;
      throw error;
    },
  );

/** Checks of the IAM roles and policies that an environment needs in its account. */
export const ACCOUNT_ROLES: readonly Check<Subject>[] = [
  { name: "permissions boundary", calls: ["iam:GetPolicy"], look: permissionsBoundary },
  {
    name: "service-linked roles",
    calls: ["iam:GetRole", "iam:SimulatePrincipalPolicy"],
    look: serviceLinkedRoles,
  },
];
