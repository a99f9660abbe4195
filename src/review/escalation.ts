import { isEverything } from "./grants";

/**
 * Actions that let an identity give rights to itself or to others, on whatever resource the actions are allowed.
 * https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
 */
const GIVES_RIGHTS =
  /^(iam:(put|attach|passrole$|create\w*policyversion$|setdefaultpolicyversion$|updateassumerolepolicy$)|kms:(putkeypolicy|creategrant)$)/i;

/**
 * Actions that read secrets, assume another identity, or get into a database, a container or an instance. On one key, secret,
 * role or user such an action is ordinary; on all of them it is not.
 */
const OPENS_ALL =
  /^(kms:decrypt|secretsmanager:getsecretvalue|sts:assumerole|rds-db:connect|ecs:executecommand|ssm:startsession)$/i;

/** For SSM parameters, an action on the path of one environment is ordinary too. */
const OPENS_ALL_PARAMETERS = /^ssm:getparameter\w*$/i;

/** Actions that read metadata and no data: AWS allows many of them only on `*`. */
const METADATA =
  /^([\w-]+:(describe|list)\w*|(cloudwatch|ec2|ecs|elasticloadbalancing|application-autoscaling|tag):get\w*|ecr:getauthorizationtoken|sts:getcalleridentity)$/i;

/**
 * Whether a right of a role is more than it looks: the right lets the role give rights, or it is on all resources and reads more
 * than metadata.
 */
export const escalates = (action: string, on: string): boolean =>
  GIVES_RIGHTS.test(action) ||
  (OPENS_ALL.test(action) && on.split(" ").some((one) => /[:/]\*+$/.test(one))) ||
  (OPENS_ALL_PARAMETERS.test(action) && on.split(" ").some((one) => /:parameter\/?\*+$/.test(one))) ||
  (isEverything(on) && !METADATA.test(action));
