import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { Construct } from "constructs";
import { resourceName } from "../config/names";
import { COLOURS, REGION } from "../config/schema";
import { splitParameterPath } from "../config/split-parameter";
import { policyDocument } from "./iam";

export interface ReleaserProps {
  readonly suffix: string;
  readonly accountId: string;
  /** Bucket that holds the environment's lock, beside its state. */
  readonly stateBucket: string;
  /** The listener whose weights a release moves. */
  readonly listener: LbListener;
  /** Roles or users that may assume the role; none: whoever of the account signed in with MFA. */
  readonly principalArns: readonly string[];
  /** Days that the release history is kept. */
  readonly logRetentionDays: number;
  /** Key that encrypts the history. @default - a key of CloudWatch Logs's own */
  readonly kmsKeyArn: string | undefined;
}

/** Who may move traffic: exactly the actions of `npm run release`, on exactly this environment. And its history. */
export class Releaser extends Construct {
  public readonly role: IamRole;

  public constructor(scope: Construct, id: string, props: ReleaserProps) {
    super(scope, id);
    const { suffix, accountId, stateBucket, listener, principalArns, logRetentionDays, kmsKeyArn } = props;
    const history = new CloudwatchLogGroup(this, "log-group", {
      name: resourceName(suffix, "log-group", "release"),
      retentionInDays: logRetentionDays,
      ...(kmsKeyArn && { kmsKeyId: kmsKeyArn }),
    });
    this.role = new IamRole(this, "role", {
      name: resourceName(suffix, "releaser-role"),
      description: `Moves traffic between blue and green in ${suffix}`,
      maxSessionDuration: 3600, // seconds: a release that takes longer assumes the role again
      assumeRolePolicy: policyDocument([
        {
          Sid: "AssumeToRelease",
          Effect: "Allow",
          Principal: { AWS: principalArns.length > 0 ? principalArns : `arn:aws:iam::${accountId}:root` },
          Action: "sts:AssumeRole",
          ...(principalArns.length === 0 && {
            Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
          }),
        },
      ]),
    });
    const parameters = `arn:aws:ssm:${REGION}:${accountId}:parameter${splitParameterPath(suffix)}`;
    const cluster = resourceName(suffix, "ecs-cluster");
    new IamRolePolicy(this, "policy", {
      name: resourceName(suffix, "inline-policy", "releaser-role"),
      role: this.role.name,
      policy: policyDocument([
        {
          Sid: "MoveTraffic",
          Effect: "Allow",
          Action: "elasticloadbalancing:ModifyListener",
          Resource: listener.arn,
          // The same call could change protocol and TLS policy: a request that names one is refused.
          // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
          Condition: {
            Null: {
              "elasticloadbalancing:ListenerProtocol": "true",
              "elasticloadbalancing:SecurityPolicy": "true",
            },
          },
        },
        {
          Sid: "SeeTraffic",
          Effect: "Allow",
          Action: [
            "elasticloadbalancing:DescribeListeners",
            "elasticloadbalancing:DescribeLoadBalancers",
            "elasticloadbalancing:DescribeTargetHealth",
          ],
          Resource: "*", // AWS offers nothing narrower for these
        },
        {
          Sid: "RecordSplit",
          Effect: "Allow",
          Action: ["ssm:AddTagsToResource", "ssm:PutParameter"], // tags: when repair makes it again
          Resource: `${parameters}/*`,
        },
        {
          Sid: "ReadSplit",
          Effect: "Allow",
          Action: "ssm:GetParametersByPath",
          Resource: [parameters, `${parameters}/*`],
        },
        {
          Sid: "HoldLock",
          Effect: "Allow",
          Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
          Resource: `arn:aws:s3:::${stateBucket}/${suffix}/release.lock`,
        },
        {
          Sid: "FindLock",
          Effect: "Allow",
          Action: "s3:ListBucket",
          Resource: `arn:aws:s3:::${stateBucket}`,
          Condition: { StringEquals: { "s3:prefix": `${suffix}/release.lock` } },
        },
        {
          Sid: "SeeTasks",
          Effect: "Allow",
          Action: "ecs:DescribeServices",
          Resource: COLOURS.map(
            (colour) =>
              `arn:aws:ecs:${REGION}:${accountId}:service/${cluster}/${resourceName(suffix, "ecs-service", colour)}`,
          ),
        },
        {
          Sid: "SeeImages",
          Effect: "Allow",
          Action: "ecs:DescribeTaskDefinition",
          Resource: "*", // AWS offers nothing narrower
        },
        {
          Sid: "SeeGuards",
          Effect: "Allow",
          Action: "cloudwatch:DescribeAlarms",
          Resource: `arn:aws:cloudwatch:${REGION}:${accountId}:alarm:*-${suffix}`, // a team's own guards end so too
        },
        {
          Sid: "AddToHistory", // and take nothing away
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:FilterLogEvents", "logs:PutLogEvents"],
          Resource: [history.arn, `${history.arn}:*`],
        },
      ]),
    });
  }
}
