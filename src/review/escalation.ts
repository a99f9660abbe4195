import { isEverything } from "./grants";

/**
 * Actions with which an identity can give rights to itself or to others. A right to such an action gets a warning, also if it covers
 * only one resource.
 * https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
 */
const GIVES_RIGHTS =
  /^(iam:(put|attach|passrole$|create\w*policyversion$|setdefaultpolicyversion$|updateassumerolepolicy$)|kms:(putkeypolicy|creategrant)$)/i;

/**
 * Actions that read secrets, assume another role, or get into a database, a container or an instance. A right to such an action is
 * usual on a single key, secret, role or database user. It gets a warning only if it covers all of them.
 */
const OPENS_ALL =
  /^(kms:decrypt|secretsmanager:getsecretvalue|sts:assumerole|rds-db:connect|ecs:executecommand|ssm:startsession)$/i;

/**
 * Actions that read SSM parameters. A right to such an action gets a warning only if it covers all parameters. It gets no warning if it
 * covers the path of one environment.
 */
const OPENS_ALL_PARAMETERS = /^ssm:getparameter\w*$/i;

/** Actions that read metadata and no data. They get no warning on `*`, because AWS supports many of them only on `*`. */
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
