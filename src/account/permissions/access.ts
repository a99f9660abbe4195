import { resourceName, serviceRoleNames } from "../../naming/names";
import { own, type Permission, type Scope } from "../permission";

/** AWS services, each with the service-linked role that AWS creates when the account first uses the service. */
export const SERVICE_LINKED = [
  ["ecs.amazonaws.com", "AWSServiceRoleForECS"],
  ["ecs.application-autoscaling.amazonaws.com", "AWSServiceRoleForApplicationAutoScaling_ECSService"],
  ["elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing"],
  ["rds.amazonaws.com", "AWSServiceRoleForRDS"],
  ["wafv2.amazonaws.com", "AWSServiceRoleForWAFV2Logging"],
] as const;

/**
 * Returns the permissions to read, create, change, delete and pass the environment's IAM roles, and to create service-linked roles. The
 * permissions allow the creation of an environment's role only if the role has the permissions boundary.
 */
export function access(scope: Scope): Permission[] {
  const { suffix, accountId, permissionsBoundaryArn } = scope;
  const roles = own(scope, "aws_iam_role");
  const controller = resourceName(suffix, "release-controller-role");
  const named = (names: readonly string[]) => names.map((name) => `arn:aws:iam::${accountId}:role/${name}`);
  return [
    {
      sid: "SeeRoles",
      service: "iam",
      read: ["GetRole", "GetRolePolicy", "ListAttachedRolePolicies", "ListRolePolicies"],
      change: ["ListInstanceProfilesForRole", "TagRole"],
      on: roles,
    },
    {
      sid: "BoundedRoles",
      service: "iam",
      change: [
        "CreateRole",
        "DeleteRole",
        "DeleteRolePolicy",
        "PutRolePolicy",
        "UpdateAssumeRolePolicy",
        "UpdateRole",
        "UpdateRoleDescription",
      ],
      on: roles,
      when: { StringEquals: { "iam:PermissionsBoundary": permissionsBoundaryArn } },
    },
    {
      sid: "PassRoles",
      service: "iam",
      change: ["PassRole"],
      on: named(serviceRoleNames(suffix).filter((name) => name !== controller)),
      when: {
        StringEquals: {
          "iam:PassedToService": [
            "ecs-tasks.amazonaws.com",
            "monitoring.rds.amazonaws.com",
            // CreateDBInstance passes the role for enhanced monitoring to RDS, although monitoring.rds.amazonaws.com assumes the role.
            // https://docs.aws.amazon.com/service-authorization/latest/reference/list_rds.html
            "rds.amazonaws.com",
            "vpc-flow-logs.amazonaws.com",
          ],
        },
      },
    },
    {
      sid: "PassRoleToFunction",
      service: "iam",
      change: ["PassRole"],
      on: named([controller]),
      when: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
    },
    {
      sid: "ServiceLinkedRoles",
      service: "iam",
      change: ["CreateServiceLinkedRole"],
      on: SERVICE_LINKED.map(
        ([service, role]) => `arn:aws:iam::${accountId}:role/aws-service-role/${service}/${role}`,
      ),
      when: { StringEquals: { "iam:AWSServiceName": SERVICE_LINKED.map(([service]) => service) } },
    },
  ];
}
