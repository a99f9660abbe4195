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

/** Each named condition as the `Condition` block of an IAM statement. */
export const CONDITIONS: Readonly<Record<ConditionName, NamedCondition>> = {
  keepsTls: {
    words: "only with requests that name neither a protocol nor a TLS policy",
    // ModifyListener changes the weights. Without this condition, it could also change the protocol and the TLS policy.
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
    of: () => ({
      Null: {
        "elasticloadbalancing:ListenerProtocol": "true",
        "elasticloadbalancing:SecurityPolicy": "true",
      },
    }),
  },
  releaseObjectsOnly: {
    words: "only for the lock object and the release document",
    of: (suffix) => ({
      StringEquals: { "s3:prefix": [lockKey(suffix), releaseKey(suffix)] },
    }),
  },
  sameTasks: {
    words:
      "only with requests that name neither a task definition nor subnets, and do not switch ECS Exec on",
    // UpdateService restarts tasks. Without this condition, it could also run another task definition, use other subnets, or allow ECS
    // Exec, which opens a shell in the container.
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
    of: () => ({
      Null: { "ecs:subnet": "true", "ecs:task-definition": "true" },
      BoolIfExists: { "ecs:enable-execute-command": "false" },
    }),
  },
  viaRds: {
    words: "only through RDS",
    of: () => ({ StringEquals: { "kms:ViaService": `rds.${REGION}.amazonaws.com` } }),
  },
  viaSecretsManager: {
    words: "only through Secrets Manager",
    of: () => ({ StringEquals: { "kms:ViaService": `secretsmanager.${REGION}.amazonaws.com` } }),
  },
  viaSns: {
    words: "only through SNS",
    of: () => ({ StringEquals: { "kms:ViaService": `sns.${REGION}.amazonaws.com` } }),
  },
};

/** Limits actions without resource-level permissions to the environment's region. */
export const SAME_REGION = { StringEquals: { "aws:RequestedRegion": REGION } };
