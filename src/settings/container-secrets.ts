import { readArn } from "../naming/arn";
import { COLORS, type Color } from "../naming/color";
import type { EnvironmentSettings } from "./schema";

type Application = Pick<EnvironmentSettings["application"], Color | "secrets">;

/** The source of one container variable's secret. */
export type ContainerSecret = EnvironmentSettings["application"]["secrets"][string];

/** AWS services that keep secrets for containers, by the service's name in ARNs. */
export type SecretService = "secretsmanager" | "ssm";

/** The service that keeps a secret, and the account that owns it. @param arn an ARN that the settings accept */
export function placeOf(arn: string): { readonly service: SecretService; readonly accountId: string } {
  const { service, account = "" } = readArn(arn) ?? {};
  return { service: service as SecretService, accountId: account };
}

/** The secrets of one color by variable name: the common secrets, except those that the color's own entries replace, or remove (`null`). */
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

/** The ARN in a `valueFrom` of a task definition, without the JSON key. */
export const secretArn = (valueFrom: string): string => valueFrom.split(":").slice(0, 7).join(":");

const everySecret = (application: Application): readonly ContainerSecret[] =>
  COLORS.flatMap((color) => Object.values(secretsOf(application, color)));

/** Whether a container gets a secret of another account than the environment's. */
export const hasForeignSecret = ({ accountId, application }: EnvironmentSettings): boolean =>
  everySecret(application).some(({ arn }) => placeOf(arn).accountId !== accountId);

/** Whether a container gets a secret from an SSM parameter. */
export const hasParameter = (application: Application): boolean =>
  everySecret(application).some(({ arn }) => placeOf(arn).service === "ssm");

/** The ARNs of some secrets, and of the keys that encrypt them. */
export const arnsOf = (secrets: readonly ContainerSecret[]): readonly string[] => [
  ...new Set(secrets.flatMap(({ arn, kmsKeyArn }) => [arn, ...(kmsKeyArn ? [kmsKeyArn] : [])])),
];

/** The ARNs of everything that ECS reads to start the containers: secrets, parameters, and the keys that encrypt them. */
export const secretArnsOf = (application: Application): readonly string[] => arnsOf(everySecret(application));
