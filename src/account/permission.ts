import type { PolicyStatement } from "../constructs/iam";
import { resourceName } from "../naming/names";
import { REGION } from "../naming/region";
import { identifyingTags } from "../naming/tags";
import { RESOURCES, type ResourceType } from "../resources";
import { ownArns } from "../resources/arn";

/** Whose things a role may touch. */
export interface Scope {
  /** The environment's suffix, or `pr-*` for every preview. */
  readonly suffix: string;
  readonly accountId: string;
  readonly stateBucket: string;
  /** Where it makes records; without any it needs no certificate of its own either. */
  readonly hostedZoneIds: readonly string[];
  /** Secrets, parameters and keys that starting its containers reads, all of them from outside the environment. */
  readonly secretArns: readonly string[];
  /** Whether it may have a key of its own. */
  readonly ownKey: boolean;
  /** The permissions boundary that every role of the environment has to have. */
  readonly permissionsBoundaryArn: string;
}

/** Actions of one service on some resources. */
export interface Permission {
  readonly sid: string;
  readonly service: string;
  /** What planning takes. @default - nothing */
  readonly read?: readonly string[];
  /** What deploying and destroying take besides. @default - nothing */
  readonly change?: readonly string[];
  /** ARNs; `*` only where AWS takes nothing narrower, or where what is made has no name. */
  readonly on: readonly string[];
  readonly when?: NonNullable<PolicyStatement["Condition"]>;
}

/** The statements of a policy that only reads, or that changes too. */
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

/** ARN in this account and region. */
export const arn = ({ accountId }: Pick<Scope, "accountId">, service: string, resource: string) =>
  `arn:aws:${service}:${REGION}:${accountId}:${resource}`;

/** The ARNs of all that environments can have of these types, as rows of src/resources/ name them. */
export const own = ({ suffix, accountId }: Scope, ...types: readonly ResourceType[]): string[] =>
  types.flatMap((type) => ownArns(RESOURCES[type], suffix, accountId));

/** What AWS cannot narrow is at least kept in this region. */
export const IN_REGION = { StringEquals: { "aws:RequestedRegion": REGION } };

/** By a condition key for each tag of an environment: another application can have an environment of the same suffix. */
const byTag = (key: "RequestTag" | "ResourceTag", tags: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(tags).map(([tag, value]) => [`aws:${key}/${tag}`, value]));

/** Only what carries the environment's tags. */
export const tagged = ({ suffix }: Scope) => ({
  StringLike: byTag("ResourceTag", identifyingTags(suffix)),
});

/** Only what is made with the environment's tags. */
export const madeTagged = ({ suffix }: Scope) => ({
  StringLike: byTag("RequestTag", identifyingTags(suffix)),
});

/** Only what nobody has tagged as part of an environment. */
export const UNTAGGED = { Null: byTag("ResourceTag", { Application: "true", EnvironmentSuffix: "true" }) };

/** Only what gets the environment's tags now, and has none of another environment. */
export const newlyTagged = (scope: Scope) => ({ ...madeTagged(scope), ...UNTAGGED });

/** Qualifier of what there is one of in each zone of the region that an environment is in. */
export const ANY_ZONE = `${REGION}?`;

/**
 * The tag by which RDS tells whose master secret it keeps.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html
 */
export const MASTER_SECRET_TAG = "aws:ResourceTag/aws:rds:primaryDBClusterArn";

/**
 * The alarms of target tracking. Application Auto Scaling makes them with its own role, but only for who could have made them,
 * and tries that with calls that name no alarm.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_permission_validation.html
 */
export const scalingAlarms = (scope: Scope) =>
  ["", `TargetTracking-service/${resourceName(scope.suffix, "ecs-cluster")}/*`].map((name) =>
    arn(scope, "cloudwatch", `alarm:${name}`),
  );
