import { isDeepStrictEqual } from "node:util";
import { notBlocking } from "../policy/web-acl";
import { knownRow } from "../resources";
import { type KnownAttributes, NO_ATTRIBUTES } from "../resources/row";
import { countedName } from "../settings/waf";
import type { Configuration } from "./configuration";
import { mayHoldData } from "./destroys";
import { differences, UNKNOWN } from "./difference";
import type { Finding, ReviewInput, Section } from "./section";
import { actionOf, attribute, type Json, type ResourceChange } from "./terraform-plan";
import { data, type Text, text } from "./text";

/** What guarded, recorded or reported something, and no longer does. */
export function safeguardsSection({ changes, ends, configuration }: ReviewInput): Section {
  const happening = changes.filter((it) => actionOf(it) !== "none");
  return {
    title: "Safeguards",
    columns: ["", "resource", "what"],
    // Guards that go together with all that they guard say nothing.
    findings: ends
      ? []
      : happening.flatMap((change) =>
          weakened(change, configuration).map(({ what, ...values }) => ({
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

function weakened(change: ResourceChange, configuration: Configuration): Weakened[] {
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
  if (action === "forget") {
    const what = text`leaves Terraform's state and stays in AWS: no deploy changes or removes it from then on`;
    return row?.guards || mayHoldData(change) ? [{ what }] : [];
  }
  if (action === "destroy") return row?.guards ? [{ what: text`goes` }] : [];
  const { weak: weakest, parts: protecting, narrows }: KnownAttributes = row?.attributes ?? NO_ATTRIBUTES;
  const changed = differences(change.change);
  const settings = changed.flatMap(({ path, before: was = "nothing", after: becomes }) =>
    becomes !== undefined && becomes === weakest[path]?.toString()
      ? [{ before: was, after: becomes, what: text`${path} becomes ${data(becomes)}` }]
      : [],
  );
  const parts = changed.flatMap(({ path, before: was, after: becomes }) => {
    if (!protecting.some((it) => it.test(path)) || !was || becomes === UNKNOWN) return [];
    const what =
      becomes === undefined
        ? text`${path} ${data(was)} goes`
        : text`${path}: ${data(was)} → ${data(becomes)}`;
    return [{ before: was, after: becomes, what }];
  });
  // Of what is secret, both values look the same; that another one forces a replacement tells them apart.
  const hidden = (change.change.replace_paths ?? [])
    .map((path) => path.join("."))
    .filter((path) => protecting.some((it) => it.test(path)) && !changed.some((it) => it.path === path))
    .map((path) => ({ what: text`${data(path)} becomes another` }));
  const narrowed = narrows
    .filter((name) => isEmpty(attribute(before, name)) && !isEmpty(attribute(after, name)))
    .map((name) => ({ what: text`gets ${name}, and hears of less` }));
  const counting = type === "aws_wafv2_web_acl" ? newlyCounting(change, configuration) : [];
  return [...settings, ...parts, ...hidden, ...narrowed, ...counting];
}

const isEmpty = (value: Json = null) => value === null || value === "" || isDeepStrictEqual(value, []);

/** Managed groups of a web ACL, and rules of them, that blocked and will count, with the reasons that the settings give. */
function newlyCounting({ address, change }: ResourceChange, configuration: Configuration): Weakened[] {
  const counted = (webAcl: Json) => notBlocking(attribute(webAcl, "rule"));
  const already = counted(change.before).map(countedName);
  const reasons = attribute(configuration.attributes(address)["//"] ?? null, "counted") ?? null;
  return counted(change.after)
    .filter((it) => !already.includes(countedName(it)) && !already.includes(it.group))
    .map((it) => {
      const name = countedName(it);
      const reason = attribute(reasons, name);
      const why = typeof reason === "string" ? text`: ${data(reason)}` : text`, and no reason is written`;
      return {
        before: "blocks",
        after: "counts",
        what: text`${data(name)} counts what it blocked, and lets it through${why}`,
      };
    });
}
