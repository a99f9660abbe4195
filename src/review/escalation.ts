import { isEverything } from "./grants";

/**
 * Matches IAM actions with which an identity can give permissions to itself or to others. If a role gets such an action, the review warns,
 * even if the permission covers only one resource.
 * https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
 */
const GIVES_RIGHTS =
  /^(iam:(put|attach|passrole$|create\w*policyversion$|setdefaultpolicyversion$|updateassumerolepolicy$)|kms:(putkeypolicy|creategrant)$)/i;

/**
 * Matches IAM actions that decrypt data, read secrets, assume another role, or open a session in a database, a container or an instance.
 * Many roles need such an action on a single resource, for example on one KMS key. So the review warns only if the permission covers all
 * resources of a type, for example all KMS keys.
 */
const OPENS_ALL =
  /^(kms:decrypt|secretsmanager:getsecretvalue|sts:assumerole|rds-db:connect|ecs:executecommand|ssm:startsession)$/i;

/**
 * Matches IAM actions that read SSM parameters. The review warns only if the permission covers all parameters, and not if it covers only
 * the path of one environment.
 */
const OPENS_ALL_PARAMETERS = /^ssm:getparameter\w*$/i;

/**
 * Matches IAM actions that read only metadata. For them, the review does not warn about the resource `*`, because AWS supports many of
 * these actions only with `*`.
 */
const METADATA =
  /^([\w-]+:(describe|list)\w*|(cloudwatch|ec2|ecs|elasticloadbalancing|application-autoscaling|tag):get\w*|ecr:getauthorizationtoken|sts:getcalleridentity)$/i;

/**
 * Returns whether the review warns about a permission of a role. It warns if the role can use the permission to give more permissions to
 * itself or others, to read all secrets, or to assume all roles. It also warns if the permission covers all resources and allows more than
 * to read metadata.
 *
 * @param action the IAM action
 * @param on the resources that the permission covers: ARNs with spaces between them
 */
export const escalates = (action: string, on: string): boolean =>
  GIVES_RIGHTS.test(action) ||
  (OPENS_ALL.test(action) && on.split(" ").some((one) => /[:/]\*+$/.test(one))) ||
  (OPENS_ALL_PARAMETERS.test(action) && on.split(" ").some((one) => /:parameter\/?\*+$/.test(one))) ||
  (isEverything(on) && !METADATA.test(action));
