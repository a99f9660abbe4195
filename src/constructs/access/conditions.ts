import { lockKey } from "../../naming/names";
import { REGION } from "../../naming/region";
import { releaseKey } from "../../naming/release-keys";
import type { PolicyStatement } from "../iam";
import type { ConditionName } from "./matrix";

interface NamedCondition {
  /** The meaning of the condition, as docs/access.md shows it. */
  readonly words: string;
  readonly of: (suffix: string) => NonNullable<PolicyStatement["Condition"]>;
}

/** All conditions that a grant can have. Each has the `Condition` block that the grant's IAM statement gets. */
export const CONDITIONS: Readonly<Record<ConditionName, NamedCondition>> = {
  keepsTls: {
    words: "only with requests that name neither a protocol nor a TLS policy",
    // The role needs ModifyListener to change the weights. With this condition, the statement does not allow a call that also changes the
    // protocol or the TLS policy.
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
    // The role needs UpdateService to restart and scale tasks. With this condition, the statement does not allow a call that also changes
    // the task definition or the subnets. It does not allow a call that switches on ECS Exec either, because ECS Exec opens a shell in a
    // container.
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
    of: () => ({
      Null: { "ecs:subnet": "true", "ecs:task-definition": "true" },
      BoolIfExists: { "ecs:enable-execute-command": "false" },
    }),
  },
  viaRds: {
    words: "only for calls that come through RDS",
    of: () => ({ StringEquals: { "kms:ViaService": `rds.${REGION}.amazonaws.com` } }),
  },
  viaSecretsManager: {
    words: "only for calls that come through Secrets Manager",
    of: () => ({ StringEquals: { "kms:ViaService": `secretsmanager.${REGION}.amazonaws.com` } }),
  },
  viaSns: {
    words: "only for calls that come through SNS",
    of: () => ({ StringEquals: { "kms:ViaService": `sns.${REGION}.amazonaws.com` } }),
  },
};

/** The condition of all statements whose `Resource` is `*`. The condition limits their actions to the environment's region. */
export const SAME_REGION = { StringEquals: { "aws:RequestedRegion": REGION } };
