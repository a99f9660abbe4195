import type { Item } from "../inventory/item";
import { REGION } from "../naming/region";
import { table } from "../terminal/table";
import { byHand, whyLeft } from "./advice";
import { isRemovable, type Refused } from "./remove";
import { type Sweep, TAGGING_API } from "./sweep";

/** A sweep, with its environment, account, time and caller. */
export interface SweepReport extends Sweep {
  readonly suffix: string;
  readonly accountId: string;
  /** ARN of the caller. */
  readonly who: string;
  /** ISO 8601. */
  readonly at: string;
  /** Resources that the environment's state still manages. */
  readonly deployed: number;
  /**
   * When the environment's state was last written; ISO 8601. @default - the state bucket has no state: the suffix or the bucket
   * may be wrong
   */
  readonly stateWritten?: string | undefined;
  /** Without a state, whether the bucket keeps older versions of one. @default - unknown: the caller may not list versions */
  readonly hadState?: boolean | undefined;
  /** Keys of the release documents in the state bucket: like the state, nobody deletes them. */
  readonly documents: readonly string[];
  /** Items that AWS refused to delete. */
  readonly notRemoved: readonly Refused[];
}

/** A sweep's verdict. */
export type Verdict = "unanswered" | "deployed" | "leftovers" | "unseen" | "certificate";

export function verdictOf(report: SweepReport): Verdict {
  const { asked, deployed, leftovers, remembered, stateWritten, hadState } = report;
  if (asked.some(({ failure }) => failure !== undefined)) return "unanswered";
  if (deployed > 0) return "deployed";
  if (leftovers.length > 0) return "leftovers";
  // An environment that never existed cannot have been destroyed.
  const wasThere = remembered.length > 0 || stateWritten !== undefined || hadState === true;
  return wasThere ? "certificate" : "unseen";
}

/** For people. */
export function sweepText(report: SweepReport): string {
  const { suffix, deployed, leftovers, remembered, asked, notRemoved } = report;
  const verdict = verdictOf(report);
  const headline = {
    unanswered: `No certificate: AWS did not answer everything about ${suffix}`,
    deployed: `${suffix} is still deployed: its state holds ${deployed} resources. What exists, not a certificate:`,
    leftovers: `${leftovers.length} left of ${suffix}`,
    unseen: `No certificate: nothing of ${suffix} was ever seen; is it spelled right?`,
    certificate: `Destroy certificate: nothing is left of ${suffix}`,
  }[verdict];
  const long = verdict === "certificate" || leftovers.length > 0;
  const unanswered = asked.flatMap(({ type, failure }) => (failure === undefined ? [] : [[type, failure]]));
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
      ["what AWS only remembers", "id", "state", "until"],
      remembered.map(({ type, id, remembered: { state = "", until = "AWS decides" } = {} }) => [
        type,
        id,
        state,
        until,
      ]),
    ),
    ...unreadNote(report),
    ...section(
      ["asked", "in the account", `of ${suffix}`],
      verdict === "certificate"
        ? asked.map(({ type, inAccount, ofEnvironment }) => [type, `${inAccount}`, `${ofEnvironment}`])
        : [],
    ),
    ...(long ? [headline.replace(/\. What exists.*/, "")] : []), // the first line has scrolled away
  ].join("\n\n");
}

/** Resources that their key policies hide; the tagging API lists them without calling their services. */
function unreadNote({ suffix, asked, unread }: SweepReport): string[] {
  if (unread.length === 0) return [];
  const ids = unread.map(({ id }) => id).join(", ");
  const listed = asked.some(({ type, failure }) => type === TAGGING_API && failure === undefined)
    ? `; the tagging API does not list ${unread.length === 1 ? "it" : "them"} as ${suffix}'s`
    : "";
  return [`${unread.length} ${unread.length === 1 ? "key" : "keys"} could not be read${listed}: ${ids}`];
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
  if (hadState === undefined) return "none; older versions of one AWS does not list (s3:ListBucketVersions)";
  return hadState
    ? "deleted: the state bucket keeps older versions of it"
    : "none: nothing was deployed under this name and state bucket";
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
      : [["By hand, when you are sure:", ...rest.map((item) => `  ${byHand(item)}`)].join("\n")]),
  ];
}

/** For scripts. */
export function sweepJson(report: SweepReport): string {
  const { suffix, accountId, who, at, deployed, stateWritten, asked, leftovers, remembered } = report;
  const { hadState, unread, notRemoved, documents } = report;
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
      asked,
    },
    null,
    2,
  );
}
