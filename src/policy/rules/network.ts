import { pci } from "../pci";
import { each, hasA, is, type Rule } from "../rule";

/** Rules about the VPC and its subnets. */
export const NETWORK = [
  {
    id: "vpc-flow-logs",
    sentence: "Every VPC has a flow log of its accepted and rejected connections.",
    controls: {
      pci: pci("10.2.1"),
      aws: { "EC2.6": "VPCs have flow logs" },
      cis: { "3.7": "VPCs have flow logs" },
      checkov: { CKV2_AWS_11: "VPCs have flow logs" },
      cdkNag: { "AwsSolutions-VPC7": "VPCs have flow logs" },
    },
    fix: "give the VPC an aws_flow_log with traffic_type ALL",
    check: each("aws_vpc", hasA("aws_flow_log", "vpc_id", is("traffic_type", "ALL"))),
  },
  {
    id: "vpc-default-security-group",
    sentence: "The default security group of every VPC allows no traffic.",
    controls: {
      pci: pci("1.3.1", "1.3.2"),
      aws: { "EC2.2": "default security groups allow no traffic" },
      cis: { "5.4": "default security groups allow no traffic" },
      checkov: { CKV2_AWS_12: "default security groups allow no traffic" },
    },
    fix: "manage the VPC's default security group with an aws_default_security_group that has no ingress and no egress",
    check: each(
      "aws_vpc",
      hasA("aws_default_security_group", "vpc_id", ({ ingress, egress }) =>
        ingress === undefined && egress === undefined ? undefined : "its default security group has rules",
      ),
    ),
  },
  {
    id: "subnet-no-public-ip",
    sentence: "No subnet gives public addresses to its network interfaces.",
    controls: {
      aws: { "EC2.15": "subnets do not assign public addresses" },
      checkov: { CKV_AWS_130: "subnets assign no public addresses" },
    },
    fix: "remove map_public_ip_on_launch",
    check: each("aws_subnet", is("map_public_ip_on_launch", undefined, false)),
  },
] as const satisfies readonly Rule[];
