import { knownRow } from "../resources";
import { NO_ATTRIBUTES } from "../resources/row";
import { differences, UNKNOWN } from "./difference";
import type { Finding, ReviewInput, Section } from "./section";
import { actionOf, attribute, type ResourceChange } from "./terraform-plan";
import { data, type Text, text } from "./text";

/** What guarded, recorded or reported something, and no longer does. */
export function safeguardsSection({ changes }: ReviewInput): Section {
  const happening = changes.filter((it) => actionOf(it) !== "none");
  // Guards that go together with all that they guard say nothing.
  const ends = happening.every((it) => actionOf(it) === "destroy");
  return {
    title: "Safeguards",
    columns: ["", "resource", "what"],
    findings: ends
      ? []
      : happening.flatMap((change) =>
          weakened(change).map(({ what, ...values }) => ({
            severity: "warning",
            address: change.address,
            ...values,
            sentence: text`${data(change.address)}: ${what}`,
            cells: [text``, text`${data(change.address)}`, what],
          })),
        ),
  };
}

interface Weakened extends Pick<Finding, "before" | "after"> {
  readonly what: Text;
}

function weakened(change: ResourceChange): Weakened[] {
  const { type } = change;
  const { before, after } = change.change;
  const action = actionOf(change);
  if (before === null) return [];
  if (type === "aws_eip" && ["destroy", "replace"].includes(action)) {
    const ip = attribute(before, "public_ip");
    const address = typeof ip === "string" ? text` ${data(ip)}` : text``;
    return [
      {
        what: text`the public address${address} is given back: whoever admits it by address admits another`,
      },
    ];
  }
  const row = knownRow(type);
  if (action === "destroy") return row?.guards ? [{ what: text`goes` }] : [];
  const { weak: weakest, parts: protecting } = row?.attributes ?? NO_ATTRIBUTES;
  const settings = Object.entries(weakest)
    .filter(([name, weak]) => attribute(after, name) === weak && attribute(before, name) !== weak)
    .map(([name, weak]) => ({
      before: String(attribute(before, name) ?? "nothing"),
      after: String(weak),
      what: text`${name} becomes ${data(String(weak))}`,
    }));
  const parts = differences(change.change).flatMap(({ path, before: was, after: becomes }) => {
    if (!protecting.some((it) => it.test(path)) || !was || becomes === UNKNOWN) return [];
    const what =
      becomes === undefined
        ? text`${path} ${data(was)} goes`
        : text`${path}: ${data(was)} → ${data(becomes)}`;
    return [{ before: was, after: becomes, what }];
  });
  return [...settings, ...parts];
}
