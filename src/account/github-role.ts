import { Construct } from "constructs";
import { type PolicyStatement, policyDocument } from "../constructs/iam";
import { resourceName } from "../naming/names";
import { IamPolicy, IamRole, IamRolePolicy, IamRolePolicyAttachment } from "../resources/account-classes";

export const MAIN = "refs/heads/main";
export const GITHUB = "token.actions.githubusercontent.com";

export interface GithubRoleProps {
  /** The end of the role's name: the environment's suffix, or `pr` for all previews. */
  readonly suffix: string;
  readonly kind: "deploy" | "plan" | "preview" | "release";
  readonly description: string;
  /** ARN of GitHub's OIDC provider. */
  readonly providerArn: string;
  /** The subjects of GitHub's OIDC tokens that may assume the role, such as `repo:<owner>/<name>:environment:<suffix>`. */
  readonly subjects: readonly string[];
  readonly repositoryId: string;
  /**
   * Workflow files on the branch main that may assume the role, such as `<owner>/<name>/.github/workflows/deploy.yml@refs/heads/main`.
   * @default - all workflow files on all branches. The plan role needs this default, because workflows of pull requests assume it, and
   * they run on the branches of the pull requests
   */
  readonly workflows?: readonly string[];
  /** Policy statements in groups, by the group's name. Each group becomes its own policy, because AWS limits the length of a policy. */
  readonly policies: Readonly<Record<string, readonly PolicyStatement[]>>;
}

/** A role that workflows of one repository assume with GitHub's OIDC tokens. */
export class GithubRole extends Construct {
  public readonly arn: string;

  public constructor(scope: Construct, id: string, props: GithubRoleProps) {
    super(scope, id);
    const { suffix, kind, description, providerArn, subjects, repositoryId, workflows, policies } = props;
    const role = new IamRole(this, "role", {
      name: resourceName(suffix, `github-${kind}-role`),
      description,
      maxSessionDuration: 3600, // seconds
      assumeRolePolicy: policyDocument([
        {
          Sid: "AssumeByGithub",
          Effect: "Allow",
          Principal: { Federated: providerArn },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              [`${GITHUB}:aud`]: "sts.amazonaws.com",
              [`${GITHUB}:sub`]: subjects,
              [`${GITHUB}:repository_id`]: repositoryId,
              ...(workflows && { [`${GITHUB}:ref`]: MAIN, [`${GITHUB}:job_workflow_ref`]: workflows }),
            },
          },
        },
      ]),
    });
    for (const [group, statements] of Object.entries(policies)) {
      const name = resourceName(suffix, "github-policy", `${kind}-${group}`);
      const policy = policyDocument(statements);
      // All inline policies of a role together may have 10,240 characters; each managed policy may have 6,144 characters.
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
      if (kind === "release") {
        new IamRolePolicy(this, `policy-${group}`, { name, role: role.name, policy });
      } else {
        const { arn } = new IamPolicy(this, `policy-${group}`, { name, policy });
        new IamRolePolicyAttachment(this, `attachment-${group}`, { role: role.name, policyArn: arn });
      }
    }
    this.arn = role.arn;
  }
}
