import { COLORS } from "../naming/color";
import { containerOf } from "./container";
import { arnsOf, placeOf, secretsOf } from "./container-secrets";
import { type Problem, type Rule, when } from "./rule";
import type { EnvironmentSettings } from "./schema";

const FIELDS = [
  "accountId",
  "application.environment",
  "application.secrets",
  "application.secretAccountIds",
  ...COLORS.flatMap((color) => [`application.${color}.environment`, `application.${color}.secrets`]),
];

/** Rules about the settings of secrets. Each rule compares several fields. */
export const SECRET_RULES: readonly Rule[] = [
  { reads: FIELDS, check: eachSecret },
  { reads: FIELDS, check: removals },
  { reads: FIELDS, check: variables },
  { reads: FIELDS, check: room },
];

/**
 * The maximum number of characters of the ARNs of one color's secrets and KMS keys, for all ARNs together. IAM allows 10,240 characters for
 * a role's inline policies. During a deployment, the policies for the old and the new secrets exist at the same time, so each gets half:
 * 5,120 characters. Of this half, 3,600 characters are for the ARNs, and 1,520 are for the other permissions of the execution role.
 */
const ROOM = 3600;

/**
 * Checks the account of each secret and of each KMS key. Also checks that an SSM parameter has no `jsonKey`, and that a secret of
 * another account has a `kmsKeyArn`.
 */
function eachSecret({ accountId, application }: EnvironmentSettings): readonly Problem[] {
  const written = [
    ...Object.entries(application.secrets).map(
      ([name, secret]) => [`application.secrets.${name}`, secret] as const,
    ),
    ...COLORS.flatMap((color) =>
      Object.entries(application[color].secrets).map(
        ([name, secret]) => [`application.${color}.secrets.${name}`, secret] as const,
      ),
    ),
  ];
  const named = written.flatMap(([field, secret]) => (secret === null ? [] : [{ field, ...secret }]));
  if (named.length > 0 && accountId === undefined) {
    const allowed =
      "the twelve digits of the account, because the file has application.secrets: without accountId, a secret of another account could be used by accident";
    return [{ field: "accountId", got: "nothing", allowed }];
  }
  const accounts = [accountId, ...application.secretAccountIds];
  const foreign = (field: string, arn: string) =>
    when(!accounts.includes(placeOf(arn).accountId), {
      field,
      got: JSON.stringify(arn),
      allowed: `an ARN of account ${accountId} (accountId), or of an account in application.secretAccountIds`,
    });
  return named.flatMap(({ field, arn, jsonKey, kmsKeyArn }) => [
    ...foreign(`${field}.arn`, arn),
    ...(kmsKeyArn === undefined ? [] : foreign(`${field}.kmsKeyArn`, kmsKeyArn)),
    ...when(jsonKey !== undefined && placeOf(arn).service === "ssm", {
      field: `${field}.jsonKey`,
      got: JSON.stringify(jsonKey),
      allowed: "no jsonKey: ECS reads an SSM parameter only as a whole",
    }),
    // https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
    ...when(
      kmsKeyArn === undefined &&
        placeOf(arn).service === "secretsmanager" &&
        placeOf(arn).accountId !== accountId,
      {
        field: `${field}.kmsKeyArn`,
        got: "nothing",
        allowed:
          "the ARN of a KMS key: AWS lets another account read a secret only with a customer managed key",
      },
    ),
  ]);
}

/**
 * Refuses a name with the value `null` in a color's secrets, if the common secrets do not have this name. The name is probably misspelled.
 */
function removals({ application }: EnvironmentSettings): readonly Problem[] {
  return COLORS.flatMap((color) =>
    (["environment", "secrets"] as const).flatMap((kind) =>
      Object.entries(application[color][kind]).flatMap(([name, value]) =>
        when(value === null && !Object.hasOwn(application[kind], name), {
          field: `application.${color}.${kind}.${name}`,
          got: "null",
          allowed: `null only for a name in application.${kind}: null removes this variable for the color`,
        }),
      ),
    ),
  );
}

/** Refuses a variable that has both a value and a secret. ECS would refuse it too. */
function variables({ application }: EnvironmentSettings): readonly Problem[] {
  const fields = COLORS.flatMap((color) => {
    const { environment, secrets } = containerOf(application, color);
    return Object.keys(environment)
      .filter((name) => Object.hasOwn(secrets, name))
      .map((name) =>
        Object.hasOwn(application[color].environment, name)
          ? `application.${color}.environment.${name}`
          : `application.environment.${name}`,
      );
  });
  return [...new Set(fields)].map((field) => ({
    field,
    got: "a value that is not shown",
    allowed:
      "a name that application.secrets and the color's secrets do not have: in ECS, a variable has either a value or a secret",
  }));
}

/**
 * Limits the length of the secrets' ARNs. IAM allows 10,240 characters for a role's inline policies. During a deployment, the policy for a
 * color's old secrets and the policy for its new secrets exist at the same time.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
function room({ application }: EnvironmentSettings): readonly Problem[] {
  return COLORS.flatMap((color) => {
    const { length } = arnsOf(Object.values(secretsOf(application, color))).join('","');
    return when(length > ROOM, {
      field: `application.${color}.secrets`,
      got: `ARNs of ${length} characters, including those of application.secrets`,
      allowed: `at most ${ROOM} characters for the ARNs of all secrets and keys together. IAM limits the length of the role's policies, and during a deployment the policies for the old and the new secrets exist at the same time. Put several values into the JSON of one secret, and select each value by jsonKey`,
    });
  });
}
