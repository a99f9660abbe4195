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
 * Advice for a deployment that ended because AWS has a resource already. An earlier run made it and could not write it into the state, so
 * running the deployment again ends in the same error.
 *
 * @param suffix the environment's suffix
 * @param changes the changes of the plan: their values tell the ids to import
 * @returns undefined where no error says that a resource already exists
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
    `AWS has ${addresses.join(", ") || "it"} already, and the state does not: an earlier run made it, and could not write it down. If it is this environment's, import it (docs/runbooks/import.md), or delete it where it holds nothing, and run this again`,
    ...addresses.map((it) => `  ${importCommand(it, suffix, changes)}`),
  ].join("\n");
}
