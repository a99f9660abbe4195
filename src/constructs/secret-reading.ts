import { REGION } from "../naming/region";
import { type ContainerSecret, placeOf, type SecretService } from "../settings/container-secrets";
import type { PolicyStatement } from "./iam";

/** The actions of reading and decrypting, by the service that keeps the secret. */
const SERVICES = {
  secretsmanager: { action: "secretsmanager:GetSecretValue", what: "Secrets" },
  ssm: { action: "ssm:GetParameters", what: "Parameters" },
} as const;

/**
 * The statements with which a task's execution role fills variables from these secrets: it may read exactly these secrets, and
 * decrypt with exactly their keys, by way of the service that keeps the secrets. AWS's own key needs no statement.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html#task-execution-secrets
 */
export function readSecrets(secrets: readonly ContainerSecret[]): PolicyStatement[] {
  return (Object.keys(SERVICES) as SecretService[]).flatMap((service) => {
    const { action, what } = SERVICES[service];
    const kept = secrets.filter(({ arn }) => placeOf(arn).service === service);
    const keys = kept.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []);
    return [
      ...statement(
        `Read${what}`,
        action,
        kept.map(({ arn }) => arn),
      ),
      ...statement(`Decrypt${what}`, "kms:Decrypt", keys, {
        StringEquals: { "kms:ViaService": `${service}.${REGION}.amazonaws.com` },
      }),
    ];
  });
}

function statement(
  sid: string,
  action: string,
  arns: readonly string[],
  condition?: NonNullable<PolicyStatement["Condition"]>,
): PolicyStatement[] {
  if (arns.length === 0) return [];
  const resources = [...new Set(arns)]; // two JSON keys of one secret are one ARN
  return [
    {
      Sid: sid,
      Effect: "Allow",
      Action: action,
      Resource: resources,
      ...(condition && { Condition: condition }),
    },
  ];
}
