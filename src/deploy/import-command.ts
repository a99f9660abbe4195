import { stackName } from "../naming/names";
import { type Attributes, isObject, type ResourceChange } from "../review/terraform-plan";

/**
 * Ids of what a configured name or a range leads to, or the command that prints them, by type. Their form is at the end of each resource's
 * page, such as https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/subnet#import; AWS has one subnet of a range in a VPC:
 * https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-subnets.html
 */
const IDS: Readonly<Record<string, (of: Attributes) => string | undefined>> = {
  aws_cloudwatch_log_group: ({ name }) => known`${name}`,
  aws_iam_role: ({ name }) => known`${name}`,
  aws_route: ({ route_table_id, destination_cidr_block }) =>
    known`${route_table_id}_${destination_cidr_block}`,
  aws_subnet: ({ vpc_id, cidr_block }) =>
    known`$(aws ec2 describe-subnets --filters Name=vpc-id,Values=${vpc_id} Name=cidr-block,Values=${cidr_block} --query 'Subnets[].SubnetId' --output text)`,
};

/** @returns the command that writes into the state what AWS has already; with `<id>` where nothing configured leads to the id */
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

/** Text with values in it. @returns undefined where AWS gives one of them only when it is applied */
function known(text: TemplateStringsArray, ...values: readonly unknown[]): string | undefined {
  return values.every((it) => typeof it === "string") ? String.raw({ raw: text }, ...values) : undefined;
}
