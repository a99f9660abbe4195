import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { type PolicyStatement, policyDocument } from "../constructs/iam";
import { resourceName } from "../naming/names";
import { RemoteStack } from "../remote-stack";
import { IamOpenidConnectProvider, IamPolicy } from "../resources/account-classes";
import { ConfigurationError } from "../settings/problems";
import { GITHUB, GithubRole, MAIN } from "./github-role";
import { type Permission, type Scope, statements } from "./permission";
import { access } from "./permissions/access";
import { database } from "./permissions/database";
import { logs } from "./permissions/logs";
import { network } from "./permissions/network";
import { operations } from "./permissions/operations";
import { hostNames, services } from "./permissions/services";
import { storage } from "./permissions/storage";
import { sweep } from "./permissions/sweep";
import { boundary, permissionsBoundaryArn } from "./permissions-boundary";
import { ACCOUNT_STACK, type AccountSettings, PREVIEWS } from "./settings";

/** The maximum length of a managed policy, in characters. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_POLICY_LENGTH = 6144;

/** Groups of permissions for GitHub's roles. Each group becomes its own policy, because AWS limits the length of a policy. */
const GROUPS: Readonly<Record<string, (scope: Scope) => readonly Permission[]>> = {
  network: (scope) => [...network(scope), ...hostNames(scope)],
  database,
  services,
  logs,
  operations,
  access: (scope) => [...access(scope), ...storage(scope)],
  sweep,
};

export interface AccountStackProps extends AccountSettings {
  readonly stateBucket: string;
}

/**
 * The Terraform stack of GitHub's permissions in an account: the OIDC provider, the roles for each environment, and the permissions
 * boundaries.
 */
export class AccountStack extends RemoteStack {
  public constructor(
    scope: Construct,
    private readonly props: AccountStackProps,
  ) {
    super(scope, ACCOUNT_STACK, {
      stateBucket: props.stateBucket,
      stateKey: "_account/github.tfstate", // no suffix begins with an underscore
      accountId: props.accountId,
      tags: { Application: "transaction-processing" },
    });
    const providerArn =
      props.oidcProviderArn ??
      // The OIDC provider needs no thumbprint, because AWS trusts the certificate authorities that sign GitHub's certificate.
      new IamOpenidConnectProvider(this, "oidc-provider", {
        url: `https://${GITHUB}`,
        clientIdList: ["sts.amazonaws.com"],
      }).arn;
    const trusted = { providerArn, repositoryId: props.repositoryId };
    for (const [suffix, { hostedZoneIds, secretArns }] of Object.entries(props.environments)) {
      const owned = this.scopeOf(suffix, { suffix, hostedZoneIds, secretArns, ownKey: true });
      this.role("plan", suffix, {
        description: `Role for plans of ${suffix}: for pull requests, and every night for main. The role can read, and cannot change anything`,
        ...trusted,
        // A scheduled job, for example, has no GitHub environment. If such a job runs on main, the subject of its token contains the
        // branch.
        // https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
        subjects: this.subjects("pull_request", `ref:${MAIN}`),
        policies: grouped(owned, "read"),
      });
      this.role("deploy", suffix, {
        description: `Deploys and destroys ${suffix}`,
        ...trusted,
        subjects: this.subjects(`environment:${suffix}`),
        workflows: [this.workflow("deploy"), this.workflow("destroy")],
        policies: grouped(owned, "change"),
      });
      this.role("release", suffix, {
        description: `Becomes the releaser of ${suffix}`,
        ...trusted,
        // The GitHub environment for rollbacks needs no approval, because a rollback must not wait.
        subjects: this.subjects(`environment:${suffix}`, `environment:${suffix}-rollback`),
        workflows: [this.workflow("release")],
        policies: { releaser: [this.becomeReleaser(suffix)] },
      });
    }
    if (props.previews) {
      this.role("preview", PREVIEWS, {
        description: "Deploys and destroys the environments of pull requests",
        ...trusted,
        subjects: this.subjects("environment:preview"),
        // Previews may create no KMS keys and no certificates, because these permissions would also cover other keys and certificates that
        // have no tags. Previews get no secrets, because a pull request's code could read them.
        policies: grouped(
          this.scopeOf(PREVIEWS, {
            suffix: `${PREVIEWS}-*`,
            hostedZoneIds: [],
            secretArns: [],
            ownKey: false,
          }),
          "change",
        ),
      });
    }
  }

  /**
   * Creates the permissions boundary of an environment or of all previews. Returns the {@link Scope} from which the caller makes the
   * policies of GitHub's roles.
   *
   * @param name the end of the permissions boundary's name: the environment's suffix, or PREVIEWS
   */
  private scopeOf(
    name: string,
    own: Pick<Scope, "hostedZoneIds" | "ownKey" | "secretArns" | "suffix">,
  ): Scope {
    const { suffix } = own;
    const { accountId, stateBucket } = this.props;
    const policyName = resourceName(name, "permissions-boundary");
    const arn = permissionsBoundaryArn(accountId, name);
    const scope = { ...own, accountId, stateBucket, permissionsBoundaryArn: arn };
    const policy = policyDocument(boundary(scope));
    if (policy.length > MAX_POLICY_LENGTH) {
      const allowed = `fewer ARNs, because the permissions boundary would have ${policy.length} characters, and AWS allows at most ${MAX_POLICY_LENGTH}`;
      const got = `${own.secretArns.length} ARNs`;
      const field = `environments.${suffix}.secretArns`;
      throw new ConfigurationError("the account's settings", [{ field, got, allowed }]);
    }
    new IamPolicy(this, policyName, {
      name: policyName,
      description: `The most that a role of ${suffix} may ever do`,
      policy,
    });
    this.output(`${policyName}-arn`, arn, `Value for the setting access.permissionsBoundaryArn of ${suffix}`);
    return scope;
  }

  private role(
    kind: "deploy" | "plan" | "preview" | "release",
    suffix: string,
    props: Omit<ConstructorParameters<typeof GithubRole>[2], "kind" | "suffix">,
  ): void {
    const id = `github-${kind}-role-${suffix}`;
    const { arn } = new GithubRole(this, id, { kind, suffix, ...props });
    this.output(`${id}-arn`, arn, props.description);
  }

  /**
   * Returns both forms of a token's subject. The new form is for repositories that were created, renamed or moved in July 2026 or later.
   * The old form is for all other repositories.
   * https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens
   */
  private subjects(...whats: readonly string[]): string[] {
    const { repository, repositoryId, repositoryOwnerId } = this.props;
    const [owner, name] = repository.split("/");
    return whats.flatMap((what) => [
      `repo:${repository}:${what}`,
      `repo:${owner}@${repositoryOwnerId}/${name}@${repositoryId}:${what}`,
    ]);
  }

  private workflow(name: string): string {
    return `${this.props.repository}/.github/workflows/${name}.yml@${MAIN}`;
  }

  private becomeReleaser(suffix: string): PolicyStatement {
    return {
      Sid: "BecomeReleaser",
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Resource: `arn:aws:iam::${this.props.accountId}:role/${resourceName(suffix, "releaser-role")}`,
    };
  }

  private output(id: string, value: string, description: string): void {
    new TerraformOutput(this, id.replaceAll("-", "_"), { value, description, staticId: true });
  }
}

/** Returns all permissions for deploying and destroying an environment. GitHub's deploy role has these permissions. */
export const deployStatements = (scope: Scope): PolicyStatement[] =>
  Object.values(grouped(scope, "change")).flat();

function grouped(scope: Scope, mode: "change" | "read"): Record<string, readonly PolicyStatement[]> {
  return Object.fromEntries(
    Object.entries(GROUPS)
      .map(([group, permissions]) => [group, statements(permissions(scope), mode)] as const)
      .filter(([, allowed]) => allowed.length > 0),
  );
}
