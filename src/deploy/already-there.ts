import type { ResourceChange } from "../review/terraform-plan";
import type { Diagnostic } from "../terraform/events";
import { importCommand } from "./import-command";

/**
 * AWS's error codes for a resource that already exists: `EntityAlreadyExists`, `InvalidSubnet.Conflict`,
 * `InvalidPermission.Duplicate`, `DuplicateListener`.
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-troubleshooting.html
 */
const THERE = /\b(?:\w*AlreadyExists\w*|\w+\.(?:Conflict|Duplicate)|Duplicate[A-Z]\w*)\b/;

/**
 * Advice for a deployment that failed because a resource already exists in AWS. An earlier run created the resource but could not
 * write it into the state, so the same deployment would fail again.
 *
 * @param suffix the environment's suffix
 * @param changes the changes of the plan; the ids for the import commands are read from their values
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
