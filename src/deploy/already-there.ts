import type { ResourceChange } from "../review/terraform-plan";
import type { Diagnostic } from "../terraform/events";
import { importCommand } from "./import-command";

/**
 * Matches the error codes with which AWS refuses to create a resource that already exists, such as `EntityAlreadyExists`,
 * `InvalidSubnet.Conflict`, `InvalidPermission.Duplicate` and `DuplicateListener`.
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-troubleshooting.html
 */
const THERE = /\b(?:\w*AlreadyExists\w*|\w+\.(?:Conflict|Duplicate)|Duplicate[A-Z]\w*)\b/;

/**
 * Returns advice if a deployment failed because a resource already exists in AWS. Usually an earlier run has created the resource but could
 * not write it into Terraform's state. Without the advice, the user would run the same deployment again, and it would fail again.
 *
 * @param suffix the environment's suffix
 * @param changes the resource changes of the plan; the function takes the ids for the import commands from the planned values
 * @returns undefined if no error is about a resource that already exists
 */
export function alreadyThere(
  diagnostics: readonly Diagnostic[],
  suffix: string,
  changes: readonly ResourceChange[],
): string | undefined {
  const found = diagnostics.filter(
    ({ severity, summary, detail = "" }) => severity === "error" && THERE.test(`${summary} ${detail}`),
  );
  if (found.length === 0) return undefined;
  const addresses = [...new Set(found.flatMap(({ address }) => address ?? []))];
  return [
    `${addresses.join(", ") || "a resource"} already exists in AWS and is missing in the state, probably because an earlier run could not write the state. If the resource belongs to this environment, import it (docs/runbooks/import.md), or delete it if it holds no data. Then run this command again`,
    ...addresses.map((it) => `  ${importCommand(it, suffix, changes)}`),
  ].join("\n");
}
