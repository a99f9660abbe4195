import { createHash } from "node:crypto";
import { Construct } from "constructs";
import { resourceName } from "../naming/names";
import { IamRole, IamRolePolicy } from "../resources/classes";
import { GOES_LAST } from "./goes-last";

/** One statement of an IAM policy, in IAM's own words. */
export interface PolicyStatement {
  /** What the statement is for, in letters and digits. */
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
   * Statements, in plain text, that tasks need as long as they run. When they change, a policy of another name is made beside the old
   * one, which goes after whoever depends on it has changed. @default - none: a change is made in place
   */
  readonly addedFirst?: readonly PolicyStatement[];
}

/** A role that one AWS service assumes on behalf of this account, and its one inline policy. */
export class ServiceRole extends Construct {
  /** ARN of the role. */
  public readonly arn: string;
  /** What the role may do; who uses the role depends on this, so that it outlives them on destroy. */
  public readonly policy: IamRolePolicy;

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
    this.policy = new IamRolePolicy(this, "policy", {
      name: resourceName(
        suffix,
        "inline-policy",
        // Not at the end: a digest there could be the beginning of another environment's suffix.
        [type, addedFirst.length > 0 && digest(addedFirst), qualifier].filter(Boolean).join("-"),
      ),
      role: role.name,
      policy: policyDocument([...statements, ...addedFirst]),
      ...(props.addedFirst && { lifecycle: GOES_LAST }),
    });
    this.arn = role.arn;
  }
}

const digest = (statements: readonly PolicyStatement[]) =>
  createHash("sha256").update(policyDocument(statements)).digest("hex").slice(0, 8);

/** Lets a role write log events into one log group that the stack owns; it can't make groups. */
export function writeLogs(logGroupArn: string): PolicyStatement {
  return {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: `${logGroupArn}:*`, // its log streams, whose names are not known beforehand
  };
}
