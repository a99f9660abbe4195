import { isExact } from "../iam/pattern";
import { ARN_PARTS, readArn } from "../naming/arn";
import { isForeign, Unreadable } from "./document";

// Matches a reference to a resource of the stack. The value of such a reference contains no wildcards, and identifies a resource of the
// environment. The code below replaces each reference by OWN_MARK. So if a part of an ARN contains OWN_MARK, this part identifies a
// resource of the environment.
const OWN = /\$\{aws_\w+\.\w+\.[\w.[\]]+\}/g;
const OWN_MARK = "\u0000";

// Matches the ARN of one log group with `:*`, which stands for all streams of the log group. Such an ARN reaches only one log group.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
const STREAMS_OF_ONE_GROUP = /(:log-group:[^*?]+):\*$/;

/**
 * Checks whether a wildcard in an ARN of a policy reaches beyond one environment.
 *
 * @returns the end of a sentence that begins with the ARN, such as `has no part that ends in dev`. The result is `undefined` if no wildcard
 * of the ARN reaches beyond the environment. There are two such cases:
 *
 * - The ARN has no wildcard. `:*` at the end of the ARN of a log group does not count as a wildcard.
 * - No part of the ARN before the resource part has a wildcard, and the resource part contains the name of a resource of the environment,
 *   such as `logs-dev` in `logs-dev/*`. Such a name ends in the suffix and has no wildcard. `*-dev` is not such a name, because `*-dev`
 *   also matches `alarm-x-pr-dev`, a name in the environment `pr-dev`.
 *
 * @throws Unreadable if the ARN contains a Terraform reference whose value can contain a wildcard
 */
export function beyond(arn: string, suffix: string | undefined): string | undefined {
  if (isForeign(arn)) throw new Unreadable(`${arn} contains a value that only Terraform knows`);
  const text = arn.replace(STREAMS_OF_ONE_GROUP, "$1").replace(OWN, OWN_MARK);
  if (isExact(text)) return undefined;
  const isOwn = (part: string) =>
    isExact(part) && (part.includes(OWN_MARK) || part === suffix || part.endsWith(`-${suffix}`));
  const parts = readArn(text);
  if (parts === undefined) {
    return isOwn(text.split(/[:/]/)[0] ?? "") ? undefined : "is not an ARN";
  }
  const open = ARN_PARTS.filter((part) => part !== "resource" && !isExact(parts[part]));
  if (open.length > 0) return `has a wildcard in its ${open.join(" and ")}`;
  const { service, resource } = parts;
  const name = service === "s3" ? resource : resource.replace(/^[^:/]*[:/]/, ""); // the ARNs of other services begin with a resource type
  return name.split(/[:/]/).some(isOwn) ? undefined : `has no part that ends in ${suffix}`;
}
