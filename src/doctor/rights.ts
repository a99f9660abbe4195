import { permissionsBoundaryArn } from "../account/permissions-boundary";
import { deployStatements } from "../account/stack";
import { secretArnsOf } from "../settings/container-secrets";
import type { Check } from "./check";
import { cannotKnow, type Finding, fail, pass } from "./finding";
import { isRoot, policySource } from "./policy-source";
import { listOf, type NotAllowed, notAllowed } from "./simulate";
import type { Subject } from "./subject";

/** The most missing permissions that are named; further ones are counted. */
const NAMED = 12;

/** How many simulations run at once: IAM throttles more. */
const AT_ONCE = 4;

/** Limits that no simulation considers. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html */
export const UNSEEN =
  "a simulation sees no session policy, no resource policy, no endpoint policy, and no value of a condition that only a real call has";

/** Whether these credentials have all permissions that the account's stack gives a deployment. */
async function rights(subject: Subject, signal: AbortSignal): Promise<Finding> {
  const { aws, suffix, env } = subject;
  const settings = subject.settings();
  const { arn, accountId } = await subject.me();
  if (isRoot(arn)) return pass("the account's root may do everything; deploy with a role instead");
  const source = await policySource(aws.iam, arn);
  if (source === undefined)
    return cannotKnow(`${arn} is neither a user nor a role: IAM simulates no policies of it`);
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
    return pass(`${source} may do all ${count} things that a deployment does; ${UNSEEN}`);
  if (missing.size === 0) {
    return cannotKnow(
      `${source} has ${count - unclear.size} of ${count} rights; of these it depends on what only a real call has: ${named(unclear)}`,
    );
  }
  return fail(
    `${source} lacks ${missing.size} of ${count} rights: ${named(missing)}`,
    "give it those, or deploy by GitHub's role (docs/runbooks/github.md)",
  );
}

/** By action, in the order of the statements, independent of the order of IAM's answers. */
function byAction(all: readonly NotAllowed[]): ReadonlyMap<string, readonly NotAllowed[]> {
  const rights = new Map<string, NotAllowed[]>();
  for (const right of all) rights.set(right.action, [...(rights.get(right.action) ?? []), right]);
  return rights;
}

/** The first missing permissions in that order, and the number of further ones. */
function named(rights: ReadonlyMap<string, readonly NotAllowed[]>): string {
  const names = [...rights].sort(([one], [other]) => one.localeCompare(other)).map(([, on]) => described(on));
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return `${names.slice(0, NAMED).join(", ")}${more}`;
}

/** One missing permission with its first resource, and the policy that denies it, where IAM names the policy. */
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
