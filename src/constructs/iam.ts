import { createHash } from "node:crypto";
import { Construct } from "constructs";
import { resourceName } from "../naming/names";
import { IamRole, IamRolePolicy } from "../resources/classes";
import { GOES_LAST } from "./goes-last";

/** One statement of an IAM policy, with IAM's own property names. */
export interface PolicyStatement {
  /** The statement's id, in letters and digits. */
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?:
    | "*"
    | { readonly AWS: string | readonly string[] }
    | { readonly Federated: string }
    | { readonly Service: string };
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Returns a policy document as JSON, for IAM, KMS, S3 and SNS. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

export interface ServiceRoleProps {
  readonly suffix: string;
  /**
   * The role's type. The role's name begins with this type. If an environment has several roles of this type, `qualifier` distinguishes
   * them.
   */
  readonly type:
    | "application-role"
    | "enhanced-monitoring-role"
    | "execution-role"
    | "flow-log-role"
    | "release-controller-role";
  readonly qualifier?: string;
  readonly description: string;
  /** The AWS service that assumes the role, such as `ecs-tasks.amazonaws.com`. */
  readonly service: string;
  /**
   * The id of the only account on behalf of which the service may assume the role. Otherwise other accounts could misuse the service (the
   * confused deputy problem).
   */
  readonly accountId: string;
  readonly statements: readonly PolicyStatement[];
  /**
   * Statements that tasks need during their whole run. These statements get their own policy, and must be plain text without cdktf tokens.
   * If the statements change, Terraform creates a new policy, updates the resources that depend on it, and then destroys the old policy.
   * @default - no such statements
   */
  readonly addedFirst?: readonly PolicyStatement[];
}

/** A role that one AWS service assumes on behalf of this account, and its inline policies. */
export class ServiceRole extends Construct {
  /** ARN of the role. */
  public readonly arn: string;
  /** The role's policies. Resources that use the role depend on the policies, so `destroy` deletes the policies after these resources. */
  public readonly policies: readonly IamRolePolicy[];

  public constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const { suffix, type, qualifier, description, service, accountId, statements, addedFirst = [] } = props;
    const role = new IamRole(this, "role", {
      name: resourceName(suffix, type, qualifier),
      description,
      assumeRolePolicy: policyDocument([
        {
          Sid: "AssumeByService",
          Effect: "Allow",
          Principal: { Service: service },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": accountId } },
        },
      ]),
    });
    const add = (
      id: string,
      name: { readonly name: string } | { readonly namePrefix: string },
      may: readonly PolicyStatement[],
    ) =>
      new IamRolePolicy(this, id, {
        ...name,
        role: role.name,
        policy: policyDocument(may),
        ...(props.addedFirst && { lifecycle: GOES_LAST }),
      });
    const named = (...parts: readonly (string | undefined)[]) =>
      resourceName(suffix, "inline-policy", parts.filter(Boolean).join("-"));
    this.policies = [add("policy", { name: named(type, qualifier) }, statements)];
    if (addedFirst.length > 0) {
      // The prefix contains a digest of the statements. If the statements change, the prefix changes too, and Terraform replaces the
      // policy. The AWS provider adds a unique ending to the prefix. Without this ending, a new policy could have the same name as an old
      // policy that an interrupted deployment did not delete. The digest stands before the suffix, because after the suffix it would look
      // like a part of another environment's suffix.
      // https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/iam_role_policy#name_prefix
      const namePrefix = `${named(type, digest(addedFirst), qualifier)}-`;
      this.policies = [...this.policies, add("needs-policy", { namePrefix }, addedFirst)];
    }
    this.arn = role.arn;
  }
}

const digest = (statements: readonly PolicyStatement[]) =>
  createHash("sha256").update(policyDocument(statements)).digest("hex").slice(0, 8);

/** Returns a statement that lets a role write log events into one log group of the stack. The role cannot create log groups. */
export function writeLogs(logGroupArn: string): PolicyStatement {
  return {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: `${logGroupArn}:*`, // the group's log streams, whose names are not known beforehand
  };
}
