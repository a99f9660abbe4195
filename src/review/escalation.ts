import { isEverything } from "./grants";

/**
 * Actions by which whoever has them gives rights, to itself or to others, whatever they are on.
 * https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
 */
const GIVES_RIGHTS =
  /^(iam:(put|attach|passrole$|create\w*policyversion$|setdefaultpolicyversion$|updateassumerolepolicy$)|kms:(putkeypolicy|creategrant)$)/i;

/**
 * Actions that read secrets, become somebody else or get into a database, a container or an instance: on one key, secret, role or user they
 * are everyday, on all of them they are not.
 */
const OPENS_ALL =
  /^(kms:decrypt|secretsmanager:getsecretvalue|sts:assumerole|rds-db:connect|ecs:executecommand|ssm:startsession)$/i;

/** Of parameters, those under a path of one environment's are everyday too. */
const OPENS_ALL_PARAMETERS = /^ssm:getparameter\w*$/i;

/** Actions that read how things are set up, and no data: AWS takes many of them only on `*`. */
const METADATA =
  /^([\w-]+:(describe|list)\w*|(cloudwatch|ec2|ecs|elasticloadbalancing|application-autoscaling|tag):get\w*|ecr:getauthorizationtoken|sts:getcalleridentity)$/i;

/** Whether a right of a role is more than it looks: it gives rights, or is on everything there is and is no look at metadata. */
export const escalates = (action: string, on: string): boolean =>
  GIVES_RIGHTS.test(action) ||
  (OPENS_ALL.test(action) && on.split(" ").some((one) => /[:/]\*+$/.test(one))) ||
  (OPENS_ALL_PARAMETERS.test(action) && on.split(" ").some((one) => /:parameter\/?\*+$/.test(one))) ||
  (isEverything(on) && !METADATA.test(action));
