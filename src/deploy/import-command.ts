import { stackName } from "../naming/names";
import { type Attributes, isObject, type ResourceChange } from "../review/terraform-plan";

/** AWS refuses a second rule with the same direction, ports and peer in a security group, so these identify a rule. */
const ruleId =
  (isEgress: boolean) =>
  ({ security_group_id, from_port, referenced_security_group_id, cidr_ipv4, prefix_list_id }: Attributes) => {
    const peer =
      typeof referenced_security_group_id === "string"
        ? `ReferencedGroupInfo.GroupId==\`"${referenced_security_group_id}"\``
        : typeof cidr_ipv4 === "string"
          ? `CidrIpv4==\`"${cidr_ipv4}"\``
          : typeof prefix_list_id === "string"
            ? `PrefixListId==\`"${prefix_list_id}"\``
            : undefined;
    const direction = `IsEgress==\`${isEgress}\`&&FromPort==\`${from_port}\``;
    return known`$(aws ec2 describe-security-group-rules --filters Name=group-id,Values=${security_group_id} --query 'SecurityGroupRules[?${direction}&&${peer}].SecurityGroupRuleId' --output text)`;
  };

/**
 * For each resource type, a function that returns the id for `terraform import`. The function either builds the id from planned values, or
 * returns an AWS CLI command that prints the id. The provider documents the form of the id on the page of each resource type, for example
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/subnet#import
 * A VPC has at most one subnet with a given CIDR block, so the block identifies the subnet:
 * https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-subnets.html
 * https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-security-group-rules.html
 */
const IDS: Readonly<Record<string, (of: Attributes) => string | undefined>> = {
  aws_cloudwatch_log_group: ({ name }) => known`${name}`,
  aws_iam_role: ({ name }) => known`${name}`,
  aws_route: ({ route_table_id, destination_cidr_block }) =>
    known`${route_table_id}_${destination_cidr_block}`,
  aws_subnet: ({ vpc_id, cidr_block }) =>
    known`$(aws ec2 describe-subnets --filters Name=vpc-id,Values=${vpc_id} Name=cidr-block,Values=${cidr_block} --query 'Subnets[].SubnetId' --output text)`,
  aws_vpc_security_group_egress_rule: ruleId(true),
  aws_vpc_security_group_ingress_rule: ruleId(false),
};

/**
 * Returns the command that imports an existing resource into the state. If the plan does not contain the id, the command contains the
 * placeholder `<id>`.
 */
export function importCommand(
  address: string,
  suffix: string,
  changes: readonly Pick<ResourceChange, "address" | "type" | "change">[],
): string {
  const planned = changes.find((it) => it.address === address);
  const after = planned?.change.after;
  const id = planned && isObject(after) ? IDS[planned.type]?.(after) : undefined;
  return `terraform -chdir=cdktf.out/stacks/${stackName(suffix)} import ${address} ${id ?? "<id>"}`;
}

/** A template literal into which values of the plan are inserted. @returns undefined if one of the values is known only after the apply */
function known(text: TemplateStringsArray, ...values: readonly unknown[]): string | undefined {
  return values.every((it) => typeof it === "string") ? String.raw({ raw: text }, ...values) : undefined;
}
