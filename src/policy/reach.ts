import { isExact } from "../iam/pattern";
import { ARN_PARTS, readArn } from "../naming/arn";

// A reference to a resource of the stack becomes a value without wildcards that names something of the environment.
const OWN = /\$\{aws_\w+\.\w+\.[\w.[\]]+\}/g;
const OWN_MARK = "\u0000";

// All streams of one log group reach as far as the log group.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
const STREAMS_OF_ONE_GROUP = /(:log-group:[^*?]+):\*$/;

/**
 * How far an ARN of a policy reaches beyond one environment; `undefined` where it names a single resource, or only resources
 * below one of the environment's. A part of a name counts only as a whole: `*-dev` also matches `alarm-x-pr-dev`.
 */
export function beyond(arn: string, suffix: string | undefined): string | undefined {
  const text = arn.replace(STREAMS_OF_ONE_GROUP, "$1").replace(OWN, OWN_MARK);
  if (isExact(text)) return undefined;
  const isOwn = (part: string) =>
    isExact(part) && (part.includes(OWN_MARK) || part === suffix || part.endsWith(`-${suffix}`));
  const parts = readArn(text);
  if (parts === undefined) {
    return isOwn(text.split(/[:/]/)[0] ?? "") ? undefined : "which is no ARN";
  }
  const open = ARN_PARTS.filter((part) => part !== "resource" && !isExact(parts[part]));
  if (open.length > 0) return `in any ${open.join(" and ")}`;
  const { service, resource } = parts;
  const name = service === "s3" ? resource : resource.replace(/^[^:/]*[:/]/, ""); // others begin with a type
  return name.split(/[:/]/).some(isOwn) ? undefined : `no part of which ends in ${suffix}`;
}
