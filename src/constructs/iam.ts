import { createHash } from "node:crypto";
import { Construct } from "constructs";
import { resourceName } from "../naming/names";
import { IamRole, IamRolePolicy } from "../resources/classes";
import { GOES_LAST } from "./goes-last";

/** One statement of an IAM policy, in IAM's own words. */
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

/** A policy document as IAM, KMS, S3 and SNS take it. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

export interface ServiceRoleProps {
  readonly suffix: string;
  /** The role's resource type and, where an environment has several, its qualifier. */
  readonly type:
    | "application-role"
    | "enhanced-monitoring-role"
    | "execution-role"
    | "flow-log-role"
    | "release-controller-role";
  readonly qualifier?: string;
  readonly description: string;
  /** The service that assumes the role, such as `ecs-tasks.amazonaws.com`. */
  readonly service: string;
  /** The account that the service must be acting for; anybody else's request is refused (the confused deputy). */
  readonly accountId: string;
  readonly statements: readonly PolicyStatement[];
  /**
   * Statements, in plain text, that tasks need as long as they run; they get a policy of their own. When the statements change, a
   * new policy is created beside the old one, which is destroyed after its dependents have changed.
   * @default - no such statements
   */
  readonly addedFirst?: readonly PolicyStatement[];
}

/** A role that one AWS service assumes on behalf of this account, and its inline policies. */
export class ServiceRole extends Construct {
  /** ARN of the role. */
  public readonly arn: string;
  /** The role's policies. Users of the role depend on them, so that destroy deletes the policies last. */
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
      // Another prefix makes another policy, and the AWS provider adds a unique end to the name. Otherwise a policy that an
      // interrupted deployment still has to delete could have the name of a policy that is needed again. The digest does not
      // stand at the end, where it could be the beginning of another environment's suffix.
      // https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/iam_role_policy#name_prefix
      const namePrefix = `${named(type, digest(addedFirst), qualifier)}-`;
      this.policies = [...this.policies, add("needs-policy", { namePrefix }, addedFirst)];
    }
    this.arn = role.arn;
  }
}

const digest = (statements: readonly PolicyStatement[]) =>
  createHash("sha256").update(policyDocument(statements)).digest("hex").slice(0, 8);

/** Lets a role write log events into one log group of the stack; the role cannot create log groups. */
export function writeLogs(logGroupArn: string): PolicyStatement {
  return {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: `${logGroupArn}:*`, // the group's log streams, whose names are not known beforehand
  };
}
