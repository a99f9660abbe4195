import { isEverything } from "./grants";

/**
 * Actions with which an identity can give rights to itself or to others. They count on any resource, even on a single one.
 * https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
 */
const GIVES_RIGHTS =
  /^(iam:(put|attach|passrole$|create\w*policyversion$|setdefaultpolicyversion$|updateassumerolepolicy$)|kms:(putkeypolicy|creategrant)$)/i;

/**
 * Actions that read secrets, assume another role, or get into a database, a container or an instance. Such an action is usual on
 * a single key, secret, role or user. It counts only if it is allowed on all keys, secrets, roles or users.
 */
const OPENS_ALL =
  /^(kms:decrypt|secretsmanager:getsecretvalue|sts:assumerole|rds-db:connect|ecs:executecommand|ssm:startsession)$/i;

/**
 * Actions that read SSM parameters. They count only if they are allowed on all parameters. On the path of one environment they do
 * not count.
 */
const OPENS_ALL_PARAMETERS = /^ssm:getparameter\w*$/i;

/** Actions that read metadata and no data. They do not count, because many of them can only be allowed on `*`. */
const METADATA =
  /^([\w-]+:(describe|list)\w*|(cloudwatch|ec2|ecs|elasticloadbalancing|application-autoscaling|tag):get\w*|ecr:getauthorizationtoken|sts:getcalleridentity)$/i;

/**
 * Whether a right of a role needs a warning. It does if the role can use it to give rights, to read all secrets or to assume all
 * roles. It also does if the right covers all resources and allows more than to read metadata.
 */
export const escalates = (action: string, on: string): boolean =>
  GIVES_RIGHTS.test(action) ||
  (OPENS_ALL.test(action) && on.split(" ").some((one) => /[:/]\*+$/.test(one))) ||
  (OPENS_ALL_PARAMETERS.test(action) && on.split(" ").some((one) => /:parameter\/?\*+$/.test(one))) ||
  (isEverything(on) && !METADATA.test(action));
