import { lockKey } from "../../naming/names";
import { REGION } from "../../naming/region";
import { releaseKey } from "../../naming/release-keys";
import type { PolicyStatement } from "../iam";
import type { ConditionName } from "./matrix";

interface NamedCondition {
  /** The condition's meaning, for the documentation. */
  readonly words: string;
  readonly of: (suffix: string) => NonNullable<PolicyStatement["Condition"]>;
}

/** The condition in IAM's words. */
export const CONDITIONS: Readonly<Record<ConditionName, NamedCondition>> = {
  keepsTls: {
    words: "unless the request names a protocol or a TLS policy",
    // The same call could change the protocol and the TLS policy.
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
    of: () => ({
      Null: {
        "elasticloadbalancing:ListenerProtocol": "true",
        "elasticloadbalancing:SecurityPolicy": "true",
      },
    }),
  },
  releaseObjectsOnly: {
    words: "for the lock and the release's document only",
    of: (suffix) => ({
      StringEquals: { "s3:prefix": [lockKey(suffix), releaseKey(suffix)] },
    }),
  },
  sameTasks: {
    words: "unless the request names a task definition or subnets, or switches ECS Exec on",
    // The same call could run another task definition, in other subnets, with a shell in the container.
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
    of: () => ({
      Null: { "ecs:subnet": "true", "ecs:task-definition": "true" },
      BoolIfExists: { "ecs:enable-execute-command": "false" },
    }),
  },
  viaRds: {
    words: "by way of RDS only",
    of: () => ({ StringEquals: { "kms:ViaService": `rds.${REGION}.amazonaws.com` } }),
  },
  viaSecretsManager: {
    words: "by way of Secrets Manager only",
    of: () => ({ StringEquals: { "kms:ViaService": `secretsmanager.${REGION}.amazonaws.com` } }),
  },
  viaSns: {
    words: "by way of SNS only",
    of: () => ({ StringEquals: { "kms:ViaService": `sns.${REGION}.amazonaws.com` } }),
  },
};

/** For actions without resource-level permissions, at least the region is this environment's. */
export const SAME_REGION = { StringEquals: { "aws:RequestedRegion": REGION } };
