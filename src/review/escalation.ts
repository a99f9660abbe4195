import { isEverything } from "./grants";

/**
 * Actions by which whoever has them gives rights, to itself or to others, whatever they are on.
 * https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
 */
const GIVES_RIGHTS =
  /^(iam:(put|attach|passrole$|create\w*policyversion$|setdefaultpolicyversion$|updateassumerolepolicy$)|kms:(putkeypolicy|creategrant)$)/i;

/** Actions that read secrets or become somebody else: on one key, secret or role they are everyday, on all of them they are not. */
const OPENS_ALL = /^(kms:decrypt|secretsmanager:getsecretvalue|sts:assumerole)$/i;

/** Actions that read how things are set up, and no data: AWS takes many of them only on `*`. */
const METADATA =
  /^([\w-]+:(describe|list)\w*|(cloudwatch|ec2|ecs|elasticloadbalancing|application-autoscaling|tag):get\w*|ecr:getauthorizationtoken|sts:getcalleridentity)$/i;

/** Whether a right of a role is more than it looks: it gives rights, or is on everything there is and is no look at metadata. */
export const escalates = (action: string, on: string): boolean =>
  GIVES_RIGHTS.test(action) ||
  (OPENS_ALL.test(action) && on.split(" ").some((one) => /[:/]\*+$/.test(one))) ||
  (isEverything(on) && !METADATA.test(action));
