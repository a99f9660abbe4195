import { Construct } from "constructs";
import { resourceName } from "../../naming/names";
import { REGION } from "../../naming/region";
import type { TeamRoleName } from "../../naming/team-roles";
import { IamRole, IamRolePolicy } from "../../resources/classes";
import { type PolicyStatement, policyDocument } from "../iam";
import { output } from "../output";
import { grantsOf, MATRIX } from "./matrix";
import { statementsOf } from "./statements";
import type { TeamEnvironment } from "./targets";

export interface TeamRoleProps {
  readonly role: TeamRoleName;
  readonly environment: TeamEnvironment;
  /**
   * ARNs of the account's roles that may assume this role. If the list is empty, an identity of the account may assume this role if it
   * signed in with MFA, and if its own IAM policy allows `sts:AssumeRole`.
   */
  readonly principalArns: readonly string[];
}

/** A role that people assume for at most one hour. The table MATRIX (matrix.ts) defines the role's permissions in the environment. */
export class TeamRole extends Construct {
  public readonly role: IamRole;

  public constructor(scope: Construct, id: string, { role, environment, principalArns }: TeamRoleProps) {
    super(scope, id);
    const { suffix, accountId } = environment;
    this.role = new IamRole(this, "role", {
      name: resourceName(suffix, `${role}-role`),
      description: `What people may do in ${suffix} as ${role}: docs/access.md`,
      maxSessionDuration: 3600, // seconds; AWS accepts no lower maximum
      assumeRolePolicy: policyDocument([trust(role, accountId, principalArns)]),
    });
    new IamRolePolicy(this, "policy", {
      name: resourceName(suffix, "inline-policy", `${role}-role`),
      role: this.role.name,
      policy: policyDocument(statementsOf(grantsOf(role, environment.profile), environment)),
    });
    const name = `${role.replace("-", "_")}_role_arn`;
    output(this, name, this.role.arn, `Role for people. ${MATRIX[role].isFor}`);
  }
}

/**
 * Returns the statement of the role's trust policy. If `principalArns` is empty, the principal is the whole account. Then a caller also
 * needs an IAM policy that allows `sts:AssumeRole` on the role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
 */
function trust(role: TeamRoleName, accountId: string, principalArns: readonly string[]): PolicyStatement {
  const named = principalArns.length > 0;
  const conditions = {
    ...(!named && { Bool: { "aws:MultiFactorAuthPresent": "true" } }),
    // The break-glass role can be assumed only through the STS endpoint of the environment's region. CloudTrail records AssumeRole in the
    // region of the called endpoint, and the EventBridge rule that sends the message exists only in the environment's region.
    ...(role === "break-glass" && { StringEquals: { "aws:RequestedRegion": REGION } }),
  };
  return {
    Sid: "AssumeByPeople",
    Effect: "Allow",
    Principal: { AWS: named ? principalArns : `arn:aws:iam::${accountId}:root` },
    Action: "sts:AssumeRole",
    ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
  };
}
