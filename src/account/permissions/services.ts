import { resourceName } from "../../naming/names";
import {
  arn,
  IN_REGION,
  madeTagged,
  newlyTagged,
  own,
  type Permission,
  type Scope,
  scalingAlarms,
  tagged,
} from "../permission";

/** Actions with which src/deploy/follow-services.ts and failure.ts read the result of an ECS deployment, and the reason for a failure. */
const FOLLOWED = ["DescribeServiceDeployments", "DescribeTasks", "ListServiceDeployments", "ListTasks"];

/** Returns the permissions for the load balancer, for the tasks behind it, and for the web ACL in front of it. */
export function services(scope: Scope): Permission[] {
  const { suffix } = scope;
  const cluster = resourceName(suffix, "ecs-cluster");
  return [
    {
      sid: "SeeBalancing",
      service: "elasticloadbalancing",
      read: [
        "DescribeCapacityReservation",
        "DescribeListenerAttributes",
        "DescribeListeners",
        "DescribeLoadBalancerAttributes",
        "DescribeLoadBalancers",
        "DescribeRules",
        "DescribeTags",
        "DescribeTargetGroupAttributes",
        "DescribeTargetGroups",
      ],
      change: ["SetWebACL"], // for the same calls as OwnWebAclAssociation below; AWS supports only `*` for SetWebACL
      on: ["*"],
      when: IN_REGION,
    },
    {
      sid: "OwnBalancing",
      service: "elasticloadbalancing",
      change: [
        "AddTags",
        "CreateListener",
        "CreateLoadBalancer",
        "CreateRule",
        "CreateTargetGroup",
        "DeleteListener",
        "DeleteLoadBalancer",
        "DeleteRule",
        "DeleteTargetGroup",
        "ModifyListener",
        "ModifyLoadBalancerAttributes",
        "ModifyRule",
        "ModifyTargetGroup",
        "ModifyTargetGroupAttributes",
        "SetSecurityGroups",
        "SetSubnets",
      ],
      on: own(scope, "aws_lb", "aws_lb_listener", "aws_lb_listener_rule", "aws_lb_target_group"),
    },
    {
      sid: "SeeTaskDefinitions",
      service: "ecs",
      read: ["DescribeTaskDefinition"],
      change: ["DeregisterTaskDefinition"],
      on: ["*"],
      when: IN_REGION,
    },
    {
      sid: "SeeServices",
      service: "ecs",
      read: ["DescribeClusters", "DescribeServices"],
      on: [...own(scope, "aws_ecs_cluster"), arn(scope, "ecs", `service/${cluster}/*`)],
    },
    {
      sid: "OwnTasks",
      service: "ecs",
      change: [
        "CreateCluster",
        "CreateService",
        "DeleteCluster",
        "DeleteService",
        ...FOLLOWED,
        "RegisterTaskDefinition",
        "TagResource",
        "UpdateService",
      ],
      on: [
        ...own(scope, "aws_ecs_cluster", "aws_ecs_task_definition"),
        ...["container-instance", "service", "service-deployment", "task"].map((it) =>
          arn(scope, "ecs", `${it}/${cluster}/*`),
        ),
      ],
    },
    {
      sid: "SeeScaling",
      service: "application-autoscaling",
      read: ["DescribeScalableTargets", "DescribeScalingPolicies"],
      on: ["*"],
      when: IN_REGION,
    },
    {
      sid: "OwnScaling",
      service: "application-autoscaling",
      read: ["ListTagsForResource"],
      change: [
        "DeleteScalingPolicy",
        "DeregisterScalableTarget",
        "PutScalingPolicy",
        "RegisterScalableTarget",
        "TagResource",
      ],
      on: [arn(scope, "application-autoscaling", "scalable-target/*")],
      when: tagged(scope),
    },
    {
      sid: "MakeScaling",
      service: "application-autoscaling",
      change: ["RegisterScalableTarget", "TagResource"],
      on: [arn(scope, "application-autoscaling", "scalable-target/*")],
      when: newlyTagged(scope),
    },
    {
      sid: "ScalingAlarms",
      service: "cloudwatch",
      change: ["DeleteAlarms", "DescribeAlarms", "PutMetricAlarm"],
      on: scalingAlarms(scope),
    },
    {
      sid: "OwnWebAcl",
      service: "wafv2",
      read: ["GetLoggingConfiguration", "GetWebACL", "GetWebACLForResource", "ListTagsForResource"],
      change: [
        "AssociateWebACL",
        "CreateWebACL",
        "DeleteLoggingConfiguration",
        "DeleteWebACL",
        "DisassociateWebACL",
        "PutLoggingConfiguration",
        "TagResource",
        "UpdateWebACL",
      ],
      on: [...own(scope, "aws_wafv2_web_acl", "aws_lb"), arn(scope, "wafv2", "regional/managedruleset/*/*")],
    },
    {
      // AWS WAF checks these actions on the load balancer when a caller associates, disassociates or reads a web ACL. Every plan reads the
      // association.
      // https://docs.aws.amazon.com/waf/latest/developerguide/security_iam_service-with-iam.html#security_iam_action-AssociateWebACL
      sid: "OwnWebAclAssociation",
      service: "elasticloadbalancing",
      read: ["GetLoadBalancerWebACL"],
      change: ["CreateWebACLAssociation", "DeleteWebACLAssociation"],
      on: own(scope, "aws_lb"),
    },
  ];
}

/** Returns the permissions for the certificate, its validation records, and the records that point to the load balancer. */
export const hostNames = (scope: Scope): Permission[] =>
  scope.hostedZoneIds.length === 0 ? [] : [...certificate(scope), ...records(scope.hostedZoneIds)];

function certificate(scope: Scope): Permission[] {
  return [
    {
      sid: "OwnCertificate",
      service: "acm",
      read: ["DescribeCertificate", "ListTagsForCertificate"],
      change: ["DeleteCertificate"],
      on: [arn(scope, "acm", "certificate/*")],
      when: tagged(scope),
    },
    {
      sid: "TagNewCertificate",
      service: "acm",
      change: ["AddTagsToCertificate"],
      on: [arn(scope, "acm", "certificate/*")],
      when: newlyTagged(scope),
    },
    {
      sid: "MakeCertificate",
      service: "acm",
      change: ["RequestCertificate"],
      on: ["*"],
      when: madeTagged(scope),
    },
  ];
}

const records = (zones: readonly string[]): Permission[] => [
  {
    sid: "HostNames",
    service: "route53",
    read: ["GetHostedZone", "ListResourceRecordSets"],
    change: ["ChangeResourceRecordSets"],
    on: zones.map((zone) => `arn:aws:route53:::hostedzone/${zone}`),
  },
  { sid: "HostNameChanges", service: "route53", change: ["GetChange"], on: ["arn:aws:route53:::change/*"] },
];
