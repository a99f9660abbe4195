import type { Item } from "../inventory/item";
import { REGION } from "../naming/region";
import { table } from "../terminal/table";
import { byHand, whyLeft } from "./advice";
import { isRemovable, type Refused } from "./remove";
import { type Sweep, TAGGING_API } from "./sweep";

/** The result of a sweep, with the sweep's environment, account, time and caller. */
export interface SweepReport extends Sweep {
  readonly suffix: string;
  readonly accountId: string;
  /** The ARN of the caller. */
  readonly who: string;
  /** The time of the sweep, in ISO 8601. */
  readonly at: string;
  /** The number of resources in the environment's Terraform state. */
  readonly deployed: number;
  /**
   * The time at which the environment's Terraform state was last written, in ISO 8601. @default - the state bucket contains no state for
   * this suffix, so the suffix or the bucket may be wrong
   */
  readonly stateWritten?: string | undefined;
  /**
   * True if the environment's state is deleted, and the state bucket still has older versions of it. @default - a state exists, or
   * the caller may not list object versions
   */
  readonly hadState?: boolean | undefined;
  /** The object keys of the release documents (JSON files about releases) in the state bucket. A destroy leaves these files there. */
  readonly documents: readonly string[];
  /** The items (resources) that AWS refused to delete. */
  readonly notRemoved: readonly Refused[];
}

/**
 * The verdict of a sweep. `unanswered`: a call failed. `deployed`: the environment's Terraform state still contains resources. `leftovers`:
 * resources of the environment exist. `unseen`: the sweep found no resource, no state, no older version of a state and no release document,
 * so perhaps there never was such an environment. `certificate`: the environment existed, and nothing is left.
 */
export type Verdict = "unanswered" | "deployed" | "leftovers" | "unseen" | "certificate";

export function verdictOf(report: SweepReport): Verdict {
  const { asked, deployed, leftovers, hadState } = report;
  if (asked.some(({ failure }) => failure !== undefined)) return "unanswered";
  if (deployed > 0) return "deployed";
  if (leftovers.length > 0) return "leftovers";
  // If no trace of the environment is found, there is no certificate, because the suffix may be misspelled.
  if (leftTrace(report)) return "certificate";
  return hadState === undefined ? "unanswered" : "unseen";
}

/** Returns whether anything beside existing resources shows that the environment existed. */
const leftTrace = ({ remembered, stateWritten, hadState, documents }: SweepReport): boolean =>
  remembered.length > 0 || stateWritten !== undefined || hadState === true || documents.length > 0;

/** Returns the report as text, for people. */
export function sweepText(report: SweepReport): string {
  const { suffix, deployed, leftovers, remembered, asked, notRemoved } = report;
  const verdict = verdictOf(report);
  const unanswered = asked.flatMap(({ type, failure }) => (failure === undefined ? [] : [[type, failure]]));
  const headline = {
    unanswered:
      unanswered.length > 0
        ? `No certificate: some calls about ${suffix} failed`
        : `No certificate: nothing of ${suffix} was found, but older versions of its state cannot be listed, so it is not known whether it existed`,
    deployed: `${suffix} is still deployed: its state contains ${deployed} resources. This is no certificate; it lists what exists:`,
    leftovers: `${leftovers.length} items are left of ${suffix}`,
    unseen: `No certificate: there is no trace of an environment ${suffix}; check the spelling`,
    certificate: `Destroy certificate: nothing is left of ${suffix}`,
  }[verdict];
  const long = verdict === "certificate" || leftovers.length > 0;
  return [
    headline,
    circumstances(report),
    ...section(["not answered", "why"], unanswered),
    ...section(
      ["not removed", "id", "what AWS says"],
      notRemoved.map(({ item, failure }) => [item.type, item.id, failure]),
    ),
    ...(deployed > 0
      ? section(
          ["type", "id"],
          leftovers.map(({ type, id }) => [type, id]),
        )
      : remains(leftovers, remembered)),
    ...section(
      ["deleted or pending deletion", "id", "state", "until"],
      remembered.map(({ type, id, remembered: { state = "", until = "AWS decides" } = {} }) => [
        type,
        id,
        state,
        until,
      ]),
    ),
    ...unreadNote(report),
    ...validationsNote(report, verdict),
    ...section(
      ["asked", "in the account", `of ${suffix}`],
      verdict === "certificate"
        ? asked.map(({ type, inAccount, ofEnvironment }) => [type, `${inAccount}`, `${ofEnvironment}`])
        : [],
    ),
    // The headline is repeated, because the first line of a long report scrolls off the screen.
    ...(long ? [headline.replace(/\. This is no certificate.*/, "")] : []),
  ].join("\n\n");
}

/**
 * Returns a note about KMS keys that the caller may not read because of the keys' policies. The tags of such keys are known from the
 * tagging API.
 */
function unreadNote({ suffix, asked, unread }: SweepReport): string[] {
  if (unread.length === 0) return [];
  const ids = unread.map(({ id }) => id).join(", ");
  const listed = asked.some(({ type, failure }) => type === TAGGING_API && failure === undefined)
    ? `; the tagging API does not list ${unread.length === 1 ? "it" : "them"} as ${suffix}'s`
    : "";
  return [`${unread.length} ${unread.length === 1 ? "key" : "keys"} could not be read${listed}: ${ids}`];
}

/**
 * Returns a note about the DNS records with which ACM validates domains. If the environment is deployed, or never seems to have existed,
 * there is no note.
 */
function validationsNote({ suffix, validations }: SweepReport, verdict: Verdict): string[] {
  if (validations.length === 0 || !["certificate", "leftovers"].includes(verdict)) return [];
  const [records, show] = validations.length === 1 ? ["DNS record", "shows"] : ["DNS records", "show"];
  const ids = validations.map(({ id }) => id).join(", ");
  return [
    `not known whether left of ${suffix}: ${validations.length} ${records} with which ACM validates a domain ${show} no environment: ${ids}`,
  ];
}

const circumstances = (report: SweepReport) => {
  const { suffix, accountId, who, at, documents } = report;
  return Object.entries({
    environment: suffix,
    account: accountId,
    region: REGION,
    "asked by": who,
    at,
    state: stateOf(report),
    ...(documents.length > 0 && { "stays in S3": documents.join(" ") }),
  })
    .map(([name, value]) => `  ${name.padEnd(11)}  ${value}`)
    .join("\n");
};

function stateOf({ deployed, stateWritten, hadState }: SweepReport): string {
  if (stateWritten !== undefined) return `${deployed} resources, written ${stateWritten}`;
  if (hadState === undefined) return "none; older versions cannot be listed without s3:ListBucketVersions";
  return hadState ? "deleted: the state bucket has older versions" : "none, and no older versions";
}

const section = (header: readonly string[], rows: readonly (readonly string[])[]) =>
  rows.length === 0 ? [] : [table(header, rows)];

function remains(leftovers: readonly Item[], remembered: readonly Item[]): string[] {
  const rest = leftovers.filter((item) => !isRemovable(item));
  return [
    ...section(
      ["type", "id", "--delete", "why it may be there"],
      leftovers.map((item) => [
        item.type,
        item.id,
        isRemovable(item) ? "removes it" : "-",
        whyLeft(item, remembered),
      ]),
    ),
    ...(rest.length === 0
      ? []
      : [["To delete by hand, when you are sure:", ...rest.map((item) => `  ${byHand(item)}`)].join("\n")]),
  ];
}

/** Returns the report as JSON, for scripts. */
export function sweepJson(report: SweepReport): string {
  const { suffix, accountId, who, at, deployed, stateWritten, asked, leftovers, remembered } = report;
  const { hadState, unread, validations, notRemoved, documents } = report;
  return JSON.stringify(
    {
      verdict: verdictOf(report),
      suffix,
      accountId,
      region: REGION,
      who,
      at,
      deployed,
      stateWritten,
      hadState,
      documents,
      notRemoved: notRemoved.map(({ item: { type, id }, failure }) => ({ type, id, failure })),
      leftovers: leftovers.map((item) => ({
        type: item.type,
        id: item.id,
        removable: isRemovable(item),
        why: whyLeft(item, remembered),
        byHand: byHand(item),
      })),
      remembered: remembered.map(({ type, id, remembered: it }) => ({ type, id, ...it })),
      unread: unread.map(({ type, id, unread: why }) => ({ type, id, why })),
      validations: validations.map(({ id }) => id),
      asked,
    },
    null,
    2,
  );
}
