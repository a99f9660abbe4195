import { arn, IN_REGION, madeTagged, newlyTagged, type Permission, type Scope, tagged } from "../permission";

/**
 * Returns the permissions for EC2, and for the Route 53 call that EC2 makes. EC2 resources have ids instead of names, so their tags show
 * the environment.
 */
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
  // Each new resource has to get the environment's tags. "ChangeOwnNetwork" demands that the VPC or subnet of the new resource has these
  // tags already, so nothing is created in another network. One statement for all creations would not do: CreateVpc and CreateSubnet in one
  // statement, for example, would allow the caller to create subnets in every VPC.
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
    sid: "MakeRulesOfOwnGroups", // for these actions, "ChangeOwnNetwork" also has to allow the security group
    service: "ec2",
    change: ["AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress"],
    on: [arn(scope, "ec2", "security-group-rule/*")],
  },
  {
    sid: "TagNew",
    service: "ec2",
    change: ["CreateTags"],
    on: [arn(scope, "ec2", "*/*")],
    when: { Null: { "ec2:CreateAction": "false" } }, // only in the call that creates the resource
  },
  {
    sid: "AdoptDefaultSecurityGroup", // AWS creates default security groups without tags
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
    // CreateVpcEndpoint needs this action if an interface endpoint has private DNS. The hosted zone belongs to AWS.
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html (CreateVpcEndpoint)
    sid: "PrivateDnsOfEndpoints",
    service: "route53",
    change: ["AssociateVPCWithHostedZone"],
    on: ["arn:aws:route53:::hostedzone/*"],
  },
];

const made = (scope: Scope, ...types: readonly string[]) =>
  types.map((type) => arn(scope, "ec2", `${type}/*`));
