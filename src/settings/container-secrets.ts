import { readArn } from "../naming/arn";
import { COLORS, type Color } from "../naming/color";
import type { EnvironmentSettings } from "./schema";

type Application = Pick<EnvironmentSettings["application"], Color | "secrets">;

/** The source of one environment variable's secret value: the ARN of a secret or parameter, and further fields. */
export type ContainerSecret = EnvironmentSettings["application"]["secrets"][string];

/** The AWS services that store secrets for containers. Each value is the service's name in ARNs. */
export type SecretService = "secretsmanager" | "ssm";

/** Returns the AWS service that stores a secret, and the account that owns the secret. @param arn an ARN that the settings accept */
export function placeOf(arn: string): { readonly service: SecretService; readonly accountId: string } {
  const { service, account = "" } = readArn(arn) ?? {};
  return { service: service as SecretService, accountId: account };
}

/**
 * Returns the secrets of one color; the keys are the names of environment variables. An entry in the color's own settings replaces the
 * entry of the same name in the common settings. If the color's entry is `null`, the color does not get the common entry.
 */
export function secretsOf(application: Application, color: Color): Readonly<Record<string, ContainerSecret>> {
  const merged = { ...application.secrets, ...application[color].secrets };
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, ContainerSecret] => entry[1] !== null),
  );
}

/**
 * Returns the text with which an ECS task definition refers to a secret.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export const valueFrom = ({ arn, jsonKey }: ContainerSecret): string =>
  jsonKey === undefined ? arn : `${arn}:${jsonKey}::`;

/** Returns the secret's ARN from a `valueFrom` of a task definition, without the JSON key that may follow the ARN. */
export const secretArn = (valueFrom: string): string => valueFrom.split(":").slice(0, 7).join(":");

const everySecret = (application: Application): readonly ContainerSecret[] =>
  COLORS.flatMap((color) => Object.values(secretsOf(application, color)));

/** Returns whether at least one container gets a secret that belongs to another account than the environment. */
export const hasForeignSecret = ({ accountId, application }: EnvironmentSettings): boolean =>
  everySecret(application).some(({ arn }) => placeOf(arn).accountId !== accountId);

/** Returns whether at least one container gets a secret from an SSM parameter. */
export const hasParameter = (application: Application): boolean =>
  everySecret(application).some(({ arn }) => placeOf(arn).service === "ssm");

/** Returns the ARNs of the secrets, and of the KMS keys that encrypt them. */
export const arnsOf = (secrets: readonly ContainerSecret[]): readonly string[] => [
  ...new Set(secrets.flatMap(({ arn, kmsKeyArn }) => [arn, ...(kmsKeyArn ? [kmsKeyArn] : [])])),
];

/** Returns the ARNs of all secrets, parameters and KMS keys that ECS needs to start the containers of both colors. */
export const secretArnsOf = (application: Application): readonly string[] => arnsOf(everySecret(application));
