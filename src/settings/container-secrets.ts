import { readArn } from "../naming/arn";
import { COLORS, type Color } from "../naming/color";
import type { EnvironmentSettings } from "./schema";

type Application = Pick<EnvironmentSettings["application"], Color | "secrets">;

/** Where the secret value of one environment variable of a container comes from. */
export type ContainerSecret = EnvironmentSettings["application"]["secrets"][string];

/** AWS services that keep secrets for containers, by the service's name in ARNs. */
export type SecretService = "secretsmanager" | "ssm";

/** The AWS service that keeps a secret, and the account that owns the secret. @param arn an ARN that the settings accept */
export function placeOf(arn: string): { readonly service: SecretService; readonly accountId: string } {
  const { service, account = "" } = readArn(arn) ?? {};
  return { service: service as SecretService, accountId: account };
}

/**
 * The secrets of one color, by the name of the environment variable. An entry of the color replaces the entry of both colors with the same
 * name; `null` removes it.
 */
export function secretsOf(application: Application, color: Color): Readonly<Record<string, ContainerSecret>> {
  const merged = { ...application.secrets, ...application[color].secrets };
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, ContainerSecret] => entry[1] !== null),
  );
}

/**
 * The reference to a secret in an ECS task definition.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export const valueFrom = ({ arn, jsonKey }: ContainerSecret): string =>
  jsonKey === undefined ? arn : `${arn}:${jsonKey}::`;

/** The ARN of the secret that a `valueFrom` of a task definition names, without the JSON key. */
export const secretArn = (valueFrom: string): string => valueFrom.split(":").slice(0, 7).join(":");

const everySecret = (application: Application): readonly ContainerSecret[] =>
  COLORS.flatMap((color) => Object.values(secretsOf(application, color)));

/** Whether a container gets a secret of another account than the environment's. */
export const hasForeignSecret = ({ accountId, application }: EnvironmentSettings): boolean =>
  everySecret(application).some(({ arn }) => placeOf(arn).accountId !== accountId);

/** Whether a container gets a secret from an SSM parameter. */
export const hasParameter = (application: Application): boolean =>
  everySecret(application).some(({ arn }) => placeOf(arn).service === "ssm");

/** The ARNs of the secrets, and of the KMS keys that encrypt them. */
export const arnsOf = (secrets: readonly ContainerSecret[]): readonly string[] => [
  ...new Set(secrets.flatMap(({ arn, kmsKeyArn }) => [arn, ...(kmsKeyArn ? [kmsKeyArn] : [])])),
];

/** The ARNs of all secrets, parameters and KMS keys that ECS needs to start the containers of both colors. */
export const secretArnsOf = (application: Application): readonly string[] => arnsOf(everySecret(application));
