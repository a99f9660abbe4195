import { REGION } from "../config/schema";
import type { Item } from "../inventory/item";
import { table } from "../terminal/table";
import { byHand, whyLeft } from "./advice";
import { isRemovable } from "./remove";
import type { Sweep } from "./sweep";

/** A sweep, and whom, where and when it was made for. */
export interface SweepReport extends Sweep {
  readonly suffix: string;
  readonly accountId: string;
  /** ARN of who asked. */
  readonly who: string;
  /** ISO 8601. */
  readonly at: string;
  /** Resources that the environment's state still manages. */
  readonly deployed: number;
  /** When its state was last written; ISO 8601. @default - the state bucket has none: a wrong suffix, a wrong bucket? */
  readonly stateWritten?: string | undefined;
}

/** A sweep's verdict. */
export type Verdict = "unanswered" | "deployed" | "leftovers" | "certificate";

export function verdictOf({ asked, deployed, leftovers }: SweepReport): Verdict {
  if (asked.some(({ failure }) => failure !== undefined)) return "unanswered";
  if (deployed > 0) return "deployed";
  return leftovers.length > 0 ? "leftovers" : "certificate";
}

/** For people. */
export function sweepText(report: SweepReport): string {
  const { suffix, deployed, leftovers, remembered, asked } = report;
  const verdict = verdictOf(report);
  const headline = {
    unanswered: `No certificate: AWS did not answer everything about ${suffix}`,
    deployed: `${suffix} is still deployed: its state holds ${deployed} resources. What exists, not a certificate:`,
    leftovers: `${leftovers.length} left of ${suffix}`,
    certificate: `Destroy certificate: nothing is left of ${suffix}`,
  }[verdict];
  const unanswered = asked.flatMap(({ kind, failure }) => (failure === undefined ? [] : [[kind, failure]]));
  return [
    headline,
    circumstances(report),
    ...section(["not answered", "why"], unanswered),
    ...(deployed > 0
      ? section(
          ["kind", "id"],
          leftovers.map(({ kind, id }) => [kind, id]),
        )
      : remains(leftovers)),
    ...section(
      ["what AWS only remembers", "id", "state", "until"],
      remembered.map(({ kind, id, remembered: { state = "", until = "AWS decides" } = {} }) => [
        kind,
        id,
        state,
        until,
      ]),
    ),
    ...section(
      ["asked", "in the account", `of ${suffix}`],
      verdict === "certificate"
        ? asked.map(({ kind, inAccount, ofEnvironment }) => [kind, `${inAccount}`, `${ofEnvironment}`])
        : [],
    ),
  ].join("\n\n");
}

const circumstances = ({ suffix, accountId, who, at, deployed, stateWritten }: SweepReport) =>
  Object.entries({
    environment: suffix,
    account: accountId,
    region: REGION,
    "asked by": who,
    at,
    state:
      stateWritten === undefined
        ? "none: nothing was deployed under this name and state bucket"
        : `${deployed} resources, written ${stateWritten}`,
  })
    .map(([name, value]) => `  ${name.padEnd(11)}  ${value}`)
    .join("\n");

const section = (header: readonly string[], rows: readonly (readonly string[])[]) =>
  rows.length === 0 ? [] : [table(header, rows)];

function remains(leftovers: readonly Item[]): string[] {
  const rest = leftovers.filter((item) => !isRemovable(item));
  return [
    ...section(
      ["kind", "id", "--delete", "why it may be there"],
      leftovers.map((item) => [item.kind, item.id, isRemovable(item) ? "removes it" : "-", whyLeft(item)]),
    ),
    ...(rest.length === 0
      ? []
      : [["By hand, when you are sure:", ...rest.map((item) => `  ${byHand(item)}`)].join("\n")]),
  ];
}

/** For scripts. */
export function sweepJson(report: SweepReport): string {
  const { suffix, accountId, who, at, deployed, stateWritten, asked, leftovers, remembered } = report;
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
      leftovers: leftovers.map((item) => ({
        kind: item.kind,
        id: item.id,
        removable: isRemovable(item),
        why: whyLeft(item),
        byHand: byHand(item),
      })),
      remembered: remembered.map(({ kind, id, remembered: it }) => ({ kind, id, ...it })),
      asked,
    },
    null,
    2,
  );
}
