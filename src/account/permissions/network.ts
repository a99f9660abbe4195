import { arn, IN_REGION, madeTagged, newlyTagged, type Permission, type Scope, tagged } from "../permission";

/** EC2, whose resources have ids instead of names, so that tags mark an environment's own; and the Route 53 calls of EC2. */
export const network = (scope: Scope): Permission[] => [
  {
    sid: "SeeNetwork",
    service: "ec2",
    read: [
      "DescribeAddresses",
      "DescribeAddressesAttribute",
      "DescribeFlowLogs",
      "DescribeInternetGateways",
      "DescribeNatGateways",
      "DescribeNetworkAcls",
      "DescribeNetworkInterfaces",
      "DescribePrefixLists",
      "DescribeRouteTables",
      "DescribeSecurityGroupRules",
      "DescribeSecurityGroups",
      "DescribeSubnets",
      "DescribeVpcEndpoints",
      "DescribeVpcs",
    ],
    on: ["*"],
    when: IN_REGION,
  },
  // A new resource gets the tags, and its network has them already, by "ChangeOwnNetwork": nothing is created in somebody else's
  // network. There are several statements, so that no statement both creates a type of resource and uses it by another action.
  {
    sid: "MakeNetwork",
    service: "ec2",
    change: ["AllocateAddress", "CreateInternetGateway", "CreateVpc"],
    on: made(scope, "elastic-ip", "internet-gateway", "vpc"),
    when: madeTagged(scope),
  },
  {
    sid: "MakeInNetwork",
    service: "ec2",
    change: ["CreateRouteTable", "CreateSecurityGroup", "CreateSubnet"],
    on: made(scope, "route-table", "security-group", "subnet"),
    when: madeTagged(scope),
  },
  {
    sid: "MakeInSubnets",
    service: "ec2",
    change: ["CreateNatGateway", "CreateVpcEndpoint"],
    on: made(scope, "natgateway", "vpc-endpoint"),
    when: madeTagged(scope),
  },
  {
    sid: "MakeFlowLogs",
    service: "ec2",
    change: ["CreateFlowLogs"],
    on: made(scope, "vpc-flow-log"),
    when: madeTagged(scope),
  },
  {
    sid: "ChangeOwnNetwork",
    service: "ec2",
    read: ["DescribeVpcAttribute"],
    change: [
      "AssociateRouteTable",
      "AttachInternetGateway",
      "AuthorizeSecurityGroupEgress",
      "AuthorizeSecurityGroupIngress",
      "CreateFlowLogs",
      "CreateNatGateway",
      "CreateRoute",
      "CreateRouteTable",
      "CreateSecurityGroup",
      "CreateSubnet",
      "CreateVpcEndpoint",
      "DeleteFlowLogs",
      "DeleteInternetGateway",
      "DeleteNatGateway",
      "DeleteNetworkInterface",
      "DeleteRoute",
      "DeleteRouteTable",
      "DeleteSecurityGroup",
      "DeleteSubnet",
      "DeleteVpc",
      "DeleteVpcEndpoints",
      "DetachInternetGateway",
      "DisassociateAddress",
      "DisassociateRouteTable",
      "ModifySecurityGroupRules",
      "ModifyVpcAttribute",
      "ModifyVpcEndpoint",
      "ReleaseAddress",
      "ReplaceRoute",
      "RevokeSecurityGroupEgress",
      "RevokeSecurityGroupIngress",
    ],
    on: [arn(scope, "ec2", "*/*")],
    when: tagged(scope),
  },
  {
    sid: "MakeRulesOfOwnGroups", // the statement above has to allow these too
    service: "ec2",
    change: ["AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress"],
    on: [arn(scope, "ec2", "security-group-rule/*")],
  },
  {
    sid: "TagNew",
    service: "ec2",
    change: ["CreateTags"],
    on: [arn(scope, "ec2", "*/*")],
    when: { Null: { "ec2:CreateAction": "false" } }, // while it is made
  },
  {
    sid: "AdoptDefaultSecurityGroup", // AWS creates these without tags
    service: "ec2",
    change: ["CreateTags"],
    on: [arn(scope, "ec2", "security-group/*")],
    when: newlyTagged(scope),
  },
  {
    sid: "TagOwn",
    service: "ec2",
    change: ["CreateTags"],
    on: [arn(scope, "ec2", "*/*")],
    when: tagged(scope),
  },
  {
    // CreateVpcEndpoint needs this where an interface endpoint has private DNS. The hosted zone is AWS's own.
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html (CreateVpcEndpoint)
    sid: "PrivateDnsOfEndpoints",
    service: "route53",
    change: ["AssociateVPCWithHostedZone"],
    on: ["arn:aws:route53:::hostedzone/*"],
  },
];

const made = (scope: Scope, ...types: readonly string[]) =>
  types.map((type) => arn(scope, "ec2", `${type}/*`));
