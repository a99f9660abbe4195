import * as v from "valibot";
import { isNetwork, isWorld } from "../cidr";
import { REGION } from "../naming/region";
import { isPinned } from "./image";

// In each schema below, the error message lists the allowed values. problems.ts puts the field and the field's value in front of the
// message.
export const text = (allowed: string, accepts: (value: string) => boolean) =>
  v.pipe(v.string(allowed), v.check(accepts, allowed));
export const pattern = (expression: RegExp, allowed: string) =>
  v.pipe(v.string(allowed), v.regex(expression, allowed));
export const integer = (min: number, max: number) => {
  const allowed = `a whole number from ${min} to ${max}`;
  return v.pipe(v.number(allowed), v.integer(allowed), v.minValue(min, allowed), v.maxValue(max, allowed));
};
export const zone = () => pattern(new RegExp(`^${REGION}[a-f]$`), `a zone of ${REGION}`);
export const flag = () => v.boolean("true or false");
export const oneOf = <const Options extends readonly (string | number)[]>(options: Options) =>
  v.picklist(options, options.map((option) => JSON.stringify(option)).join(", "));

/** Adds the description that an editor shows for a setting. */
export const setting = <Schema extends v.GenericSchema>(description: string, schema: Schema) =>
  v.pipe(schema, v.description(description));

/**
 * Returns the schema of an object that may have only these keys. It reports all unknown keys; valibot's strictObject reports only the
 * first.
 */
export const group = <Entries extends v.ObjectEntries>(entries: Entries) =>
  v.objectWithRest(
    entries,
    v.never(`no such setting; known here: ${Object.keys(entries).join(", ")}`),
    "an object",
  ) as unknown as v.StrictObjectSchema<Entries, undefined>;

const CIDR = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\/(?:3[0-2]|[12]?\d)$/;
/**
 * Returns the schema of an IPv4 CIDR block. The prefix length has to be from 8 to 32. The block has to begin with the first address of its
 * network.
 */
export const cidr = () => {
  const allowed = 'an IPv4 network in CIDR notation, from /8 to /32, such as "198.51.100.0/24"';
  return v.pipe(
    pattern(CIDR, allowed),
    v.check((range) => !CIDR.test(range) || (!isWorld(range) && isNetwork(range)), allowed),
  );
};

// Capacity from 0.5 to 256 ACU, in steps of 0.5. (One ACU is about 2 GiB of memory, with a share of CPU and network.)
// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
export const capacityAcu = (min: number) => {
  const allowed = `a number from ${min} to 256, in steps of 0.5`;
  return v.pipe(
    v.number(allowed),
    v.minValue(min, allowed),
    v.maxValue(256, allowed),
    v.multipleOf(0.5, allowed),
  );
};

export const distinct = <Item>(what: string, key: (item: Item) => string = String) =>
  v.check((items: Item[]) => new Set(items.map(key)).size === items.length, `each ${what} once`);

/**
 * The schema of a list of principals that may assume a role. Only IAM roles are accepted, because no policy of this project demands MFA
 * from IAM users. Roles of IAM Identity Center have a path: `role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_...`.
 */
export const principals = () =>
  v.pipe(
    v.array(
      pattern(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/, "the ARN of an IAM role"),
      "a list of ARNs",
    ),
    distinct("principal"),
  );

/**
 * Returns a regular expression for ARNs of one AWS service in this project's region.
 *
 * @param resource the regular expression for the ARN's end
 */
const arns = (service: string, resource: string) => `arn:aws:${service}:${REGION}:\\d{12}:${resource}`;

/** Returns the schema of the ARN of a certificate in ACM, issued by ACM or imported into it. */
export const certificateArn = () =>
  pattern(
    new RegExp(`^${arns("acm", "certificate/[0-9a-f-]+")}$`),
    `the ARN of an ACM certificate in ${REGION}`,
  );

const KEY_ARN = new RegExp(`^${arns("kms", "key/(mrk-)?[0-9a-f-]+")}$`);
export const kmsKeyArn = () => pattern(KEY_ARN, `the ARN of a KMS key in ${REGION}`);

/**
 * Matches the full ARN of a secret or parameter. A secret's ARN has to contain the six characters that AWS appends to the secret's name. An
 * ARN without these characters may match another secret. Secrets with "!" in their names are not accepted, because they belong to AWS
 * services. An example is the secret in which RDS stores its master password.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
const SECRET_ARN = new RegExp(
  `^(${arns("secretsmanager", "secret:[\\w/+=.@-]{1,512}-[A-Za-z0-9]{6}")}|${arns("ssm", "parameter(?=.{1,1011}$)(/[\\w.-]+)+")})$`,
);
export const secretArn = () =>
  pattern(
    SECRET_ARN,
    `the whole ARN of a Secrets Manager secret or an SSM parameter in ${REGION}, such as arn:aws:secretsmanager:${REGION}:123456789012:secret:name-AbCdEf or arn:aws:ssm:${REGION}:123456789012:parameter/path/name`,
  );

/**
 * Returns the schema of the ARN of a Secrets Manager secret, an SSM parameter or a KMS key. To start a container, ECS reads secrets and
 * parameters, and decrypts them with KMS keys.
 */
export const secretOrKeyArn = () =>
  text(
    `whole ARNs of Secrets Manager secrets, SSM parameters and KMS keys in ${REGION}`,
    (arn) => SECRET_ARN.test(arn) || KEY_ARN.test(arn),
  );

export const image = () =>
  text('an image with an exact tag or a digest, such as "registry/name:1.4.2"; never "latest"', isPinned);

// The retention times in days that CloudWatch Logs accepts.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const retentionDays = () => oneOf(RETENTION_DAYS);
