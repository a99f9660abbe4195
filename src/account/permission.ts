import type { PolicyStatement } from "../constructs/iam";
import { resourceName } from "../naming/names";
import { REGION } from "../naming/region";
import { identifyingTags } from "../naming/tags";
import { RESOURCES, type ResourceType } from "../resources";
import { ownArns } from "../resources/arn";

/** One environment, or all previews. A role may read or change the resources of its scope. */
export interface Scope {
  /** The environment's suffix, or `pr-*` for every preview. */
  readonly suffix: string;
  readonly accountId: string;
  readonly stateBucket: string;
  /** Hosted zones in which the environment may create records. If the list is empty, the environment may not create certificates either. */
  readonly hostedZoneIds: readonly string[];
  /**
   * ARNs of the secrets and SSM parameters that ECS reads when it starts containers, and ARNs of their KMS keys. None of these belongs to
   * the environment.
   */
  readonly secretArns: readonly string[];
  /** True if the permissions include the creation of a KMS key for the environment, and the management of this key. */
  readonly ownKey: boolean;
  /** The permissions boundary that every role of the environment has to have. */
  readonly permissionsBoundaryArn: string;
}

/** Actions of one AWS service that are allowed on some resources. */
export interface Permission {
  readonly sid: string;
  readonly service: string;
  /** Actions that a plan calls. @default - none */
  readonly read?: readonly string[];
  /** Actions that `npm run deploy` and `npm run destroy` call in addition to the actions in `read`. @default - none */
  readonly change?: readonly string[];
  /** ARNs of the resources. The list contains `*` only if AWS supports no narrower resource, or if a new resource has no name yet. */
  readonly on: readonly string[];
  readonly when?: NonNullable<PolicyStatement["Condition"]>;
}

/** Converts permissions into policy statements. @param mode `read`: only the actions that a plan calls; `change`: all actions */
export function statements(permissions: readonly Permission[], mode: "change" | "read"): PolicyStatement[] {
  return permissions.flatMap(({ sid, service, read = [], change = [], on, when }) => {
    const actions = mode === "read" ? read : [...read, ...change];
    return actions.length === 0
      ? []
      : [
          {
            Sid: sid,
            Effect: "Allow",
            Action: actions.map((action) => `${service}:${action}`),
            Resource: on,
            ...(when && { Condition: when }),
          },
        ];
  });
}

/** Builds an ARN in the scope's account and in the region {@link REGION}. */
export const arn = ({ accountId }: Pick<Scope, "accountId">, service: string, resource: string) =>
  `arn:aws:${service}:${REGION}:${accountId}:${resource}`;

/**
 * Returns the ARNs of all resources of these types that the scope's environments can have. The rows of src/resources/ contain the forms of
 * the ARNs.
 */
export const own = ({ suffix, accountId }: Scope, ...types: readonly ResourceType[]): string[] =>
  types.flatMap((type) => ownArns(RESOURCES[type], suffix, accountId));

/**
 * The condition that a call goes to the region {@link REGION}. All environments are in this region. The condition limits actions that
 * support no narrower resource than `*`.
 */
export const IN_REGION = { StringEquals: { "aws:RequestedRegion": REGION } };

/**
 * Returns a condition key and its value for each tag. A condition on the suffix alone would not be enough, because another application can
 * have an environment with the same suffix.
 */
const byTag = (key: "RequestTag" | "ResourceTag", tags: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(tags).map(([tag, value]) => [`aws:${key}/${tag}`, value]));

/** Returns a condition for a call on a resource. The condition is that the resource has the environment's tags. */
export const tagged = ({ suffix }: Scope) => ({
  StringLike: byTag("ResourceTag", identifyingTags(suffix)),
});

/** Returns a condition for a call that sets tags. The condition is that the tags in the call are the environment's tags. */
export const madeTagged = ({ suffix }: Scope) => ({
  StringLike: byTag("RequestTag", identifyingTags(suffix)),
});

/**
 * The condition that a resource has neither the tag `Application` nor the tag `EnvironmentSuffix`. So the resource has the tags of no
 * environment.
 */
export const UNTAGGED = { Null: byTag("ResourceTag", { Application: "true", EnvironmentSuffix: "true" }) };

/**
 * Returns a condition for a call that sets tags. The condition has two parts. First, the tags in the call are the environment's tags.
 * Second, before the call, the resource did not exist, or had neither the tag `Application` nor the tag `EnvironmentSuffix`.
 */
export const newlyTagged = (scope: Scope) => ({ ...madeTagged(scope), ...UNTAGGED });

/** A pattern for the zone in the names of resources that exist once in each zone. */
export const ANY_ZONE = `${REGION}?`;

/**
 * The condition key for the tag that RDS puts on a master secret. The tag's value is the ARN of the secret's cluster.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html
 */
export const MASTER_SECRET_TAG = "aws:ResourceTag/aws:rds:primaryDBClusterArn";

/**
 * Returns the ARNs of the alarms that target tracking uses. Application Auto Scaling creates these alarms with its own role, but only if
 * the caller may create them too. AWS checks the caller's permission with calls that name no alarm, so the first ARN has no alarm name.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_permission_validation.html
 */
export const scalingAlarms = (scope: Scope) =>
  ["", `TargetTracking-service/${resourceName(scope.suffix, "ecs-cluster")}/*`].map((name) =>
    arn(scope, "cloudwatch", `alarm:${name}`),
  );
