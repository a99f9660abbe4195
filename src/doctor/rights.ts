import { permissionsBoundaryArn } from "../account/permissions-boundary";
import { deployStatements } from "../account/stack";
import { secretArnsOf } from "../settings/container-secrets";
import type { Check } from "./check";
import { cannotKnow, type Finding, fail, pass } from "./finding";
import { policySource } from "./policy-source";
import { listOf, type NotAllowed, notAllowed } from "./simulate";
import type { Subject } from "./subject";

/** The maximum number of missing permissions that the message lists. Further missing permissions are only counted. */
const NAMED = 12;

/** The number of IAM policy simulations that run at the same time. If more ran, IAM would throttle them. */
const AT_ONCE = 4;

/**
 * A text for messages: the policies and values that an IAM policy simulation does not evaluate.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html
 */
export const UNSEEN =
  "the simulation evaluates no session policies, resource policies or VPC endpoint policies, and no condition values of a real call";

/** Checks that the caller's credentials have all permissions of the deploy role, which GitHub's workflows use to deploy. */
async function rights(subject: Subject, signal: AbortSignal): Promise<Finding> {
  const { aws, suffix, env } = subject;
  const settings = subject.settings();
  const { arn, accountId } = await subject.me();
  const source = await policySource(aws.iam, arn);
  if (source === undefined)
    return cannotKnow(
      `${arn} is neither an IAM user nor an IAM role: IAM cannot simulate whether it may deploy. Deploy with a role`,
    );
  const { hostedZoneId } = settings.https ?? {};
  const statements = deployStatements({
    suffix,
    accountId,
    stateBucket: env.STATE_BUCKET ?? `terraform-state-${accountId}-us-east-1`,
    hostedZoneIds: hostedZoneId === undefined ? [] : [hostedZoneId],
    secretArns: secretArnsOf(settings.application),
    ownKey: settings.customerManagedKey,
    permissionsBoundaryArn:
      settings.access.permissionsBoundaryArn ?? permissionsBoundaryArn(accountId, suffix),
  });
  const waiting = [...statements.entries()];
  const found: NotAllowed[][] = statements.map(() => []);
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, statement] = next;
      found[at] = await notAllowed(aws.iam, source, statement, signal);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const missing = byAction(found.flat().filter((it) => !it.unclear));
  const unclear = byAction(found.flat().filter((it) => it.unclear));
  const count = new Set(statements.flatMap(({ Action }) => listOf(Action))).size;
  if (missing.size === 0 && unclear.size === 0)
    return pass(`${source} may use all ${count} actions of a deployment; ${UNSEEN}`);
  if (missing.size === 0) {
    return cannotKnow(
      `${source} may use ${count - unclear.size} of ${count} actions; the others depend on condition values that only a real call has: ${named(unclear)}`,
    );
  }
  return fail(
    `${source} lacks permission for ${missing.size} of ${count} actions: ${named(missing)}`,
    "grant these permissions, or deploy with GitHub's deploy role (docs/runbooks/github.md)",
  );
}

/**
 * Groups missing permissions by IAM action. The groups keep the order of `all`, which is the order of the policy statements.
 */
function byAction(all: readonly NotAllowed[]): ReadonlyMap<string, readonly NotAllowed[]> {
  const rights = new Map<string, NotAllowed[]>();
  for (const right of all) rights.set(right.action, [...(rights.get(right.action) ?? []), right]);
  return rights;
}

/**
 * Lists missing permissions in a text for a message, sorted by the names of their actions. The constant {@link NAMED} limits how many
 * missing permissions the text lists. If there are others, the text ends with the number of the others.
 */
function named(rights: ReadonlyMap<string, readonly NotAllowed[]>): string {
  const names = [...rights].sort(([one], [other]) => one.localeCompare(other)).map(([, on]) => described(on));
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return `${names.slice(0, NAMED).join(", ")}${more}`;
}

/**
 * Describes one missing permission: the action, its first resource, and the kind of policy that denies the action, if a policy denies it.
 */
function described([first, ...others]: readonly NotAllowed[]): string {
  if (first === undefined) return "";
  const resources = new Set(others.map(({ resource }) => resource).filter((it) => it !== first.resource));
  const more = resources.size === 0 ? "" : ` and ${resources.size} more`;
  const denied = first.by === undefined ? "" : ` (${first.by} denies it)`;
  return `${first.action} on ${first.resource}${more}${denied}`;
}

/** Checks of the deployer's permissions. */
export const RIGHTS: readonly Check<Subject>[] = [
  {
    name: "rights to deploy",
    calls: ["iam:SimulatePrincipalPolicy", "iam:GetRole"],
    seconds: 27,
    look: rights,
  },
];
