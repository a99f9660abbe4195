import { notBlocking } from "../policy/web-acl";
import { attributesOf, knownRow } from "../resources";
import { countedName } from "../settings/waf";
import type { Configuration } from "./configuration";
import { mayHoldData } from "./destroys";
import { type Difference, differences, nameOf, UNKNOWN } from "./difference";
import { followedCapacity } from "./followed-capacity";
import { leftOpen } from "./left-open";
import { weakerNumber } from "./limits";
import { newLifecycle } from "./new-lifecycle";
import { isEmpty } from "./parts";
import type { ReviewInput, Section, Weakened } from "./section";
import { summedAnew } from "./summed-metrics";
import { actionOf, attribute, isObject, type Json, type ResourceChange } from "./terraform-plan";
import { data, text } from "./text";
import { isWeakerTls } from "./tls-policy";

/** Returns the section about safeguards that protect, record or report less than before. */
export function safeguardsSection(input: ReviewInput): Section {
  const { changes, ends, configuration } = input;
  const happening = changes.filter((it) => actionOf(it) !== "none");
  return {
    title: "Safeguards",
    columns: ["", "resource", "what"],
    // If the plan destroys the whole environment, the section is empty, because nothing is left to protect.
    findings: ends
      ? []
      : happening.flatMap((change) =>
          [
            ...weakened(change, changes, configuration),
            ...leftOpen(change, configuration),
            ...newLifecycle(change, input),
            ...newSubscriber(change),
            ...newRoute(change),
          ].map(({ what, severity = "warning", ...values }) => ({
            severity,
            address: change.address,
            ...values,
            sentence: text`${data(change.address)}: ${what}`,
            cells: [text``, text`${data(change.address)}`, what],
          })),
        ),
  };
}

const SUBSCRIPTION = "aws_sns_topic_subscription";

function weakened(
  change: ResourceChange,
  changes: readonly ResourceChange[],
  configuration: Configuration,
): Weakened[] {
  const { type } = change;
  const { before, after } = change.change;
  const action = actionOf(change);
  if (before === null) return [];
  if (type === "aws_eip" && ["destroy", "replace"].includes(action)) {
    const ip = attribute(before, "public_ip");
    const address = typeof ip === "string" ? text` ${data(ip)}` : text``;
    return [
      {
        what: text`the public address${address} is released, and AWS may give it to another customer: each firewall that still allows the address then lets in that customer`,
      },
    ];
  }
  const row = knownRow(type);
  const subscriber = attribute(before, "endpoint");
  if (action === "forget") {
    const what = text`leaves Terraform's state and stays in AWS: Terraform no longer changes or removes it`;
    return row?.guards || mayHoldData(change) ? [{ what }] : [];
  }
  if (action === "destroy") {
    const told =
      type === SUBSCRIPTION && typeof subscriber === "string"
        ? text`: it notified ${data(subscriber)}`
        : text``;
    const filtered =
      type === "aws_wafv2_web_acl_association"
        ? text`: AWS WAF no longer filters what the load balancer gets`
        : text``;
    return row?.guards ? [{ what: text`is destroyed${told}${filtered}` }] : [];
  }
  const { weak: weakest, parts: protecting, limits, loosens, narrows } = attributesOf(type);
  const isSummedAnew = summedAnew(change, changes);
  const changed = differences(change.change).filter(({ path }) => !isSummedAnew(path));
  const settings = changed.flatMap(({ path, before: was = "nothing", after: becomes }) =>
    becomes !== undefined && becomes === weakest[path]?.toString()
      ? [{ before: was, after: becomes, what: text`${path} becomes ${data(becomes)}` }]
      : [],
  );
  const parts = changed.flatMap(({ path, before: was, after: becomes }) => {
    if (!protecting.some((it) => it.test(path)) || !was || becomes === UNKNOWN) return [];
    if (path === "ssl_policy" && (isPlain(before) || (becomes && !isWeakerTls(was, becomes)))) return [];
    const what =
      becomes === undefined
        ? text`${path} ${data(was)} is removed`
        : text`${path}: ${data(was)} → ${data(becomes)}`;
    return [{ before: was, after: becomes, what }];
  });
  const numbers = changed.flatMap((it): Weakened[] => {
    const followed = it.path === "threshold" ? followedCapacity(change, changes) : undefined;
    if (followed !== undefined) return [{ severity: "note", ...valuesOf(it), what: followed }];
    const what = weakerNumber(limits, it, attribute(after, "comparison_operator"));
    return what === undefined ? [] : [{ ...valuesOf(it), what }];
  });
  const loosened = changed.flatMap((it) => {
    const { path, before: was, after: becomes } = it;
    if (becomes === undefined || !loosens.some((each) => each.test(path)) || isMoved(it, before)) return [];
    if (was === undefined) return [{ after: becomes, what: text`gets ${data(path)}: ${data(becomes)}` }];
    if (becomes === UNKNOWN) return []; // it refers to a replaced resource
    return [{ before: was, after: becomes, what: text`${data(path)}: ${data(was)} → ${data(becomes)}` }];
  });
  const narrowed = narrows.flatMap((name) => {
    if (isEmpty(attribute(before, name))) {
      return isEmpty(attribute(after, name)) ? [] : [{ what: text`gets ${name}, and covers less` }];
    }
    return changed.flatMap(({ path, before: was, after: becomes }) => {
      const isTold = protecting.some((it) => it.test(path)) && was !== undefined;
      if (becomes === undefined || becomes === UNKNOWN || nameOf(path) !== name || isTold) return [];
      if (/^\w+\[\d+\]$/.test(path)) return []; // with a further item, it covers more, not less
      const what = text`${data(path)} becomes ${data(becomes)}, and it may cover less`;
      return [{ before: was, after: becomes, what }];
    });
  });
  const counting = type === "aws_wafv2_web_acl" ? newlyCounting(change, configuration) : [];
  return [...settings, ...parts, ...numbers, ...loosened, ...narrowed, ...counting];
}

const valuesOf = ({ before, after }: Difference) => ({ before, after });

/** Returns whether an item was in its list before, at another index. If an item is removed, all later items get other indexes. */
const isMoved = ({ path, after }: Difference, before: Json): boolean =>
  /\[\d+\]$/.test(path) &&
  JSON.stringify(attribute(before, nameOf(path)) ?? null).includes(JSON.stringify(after));

/**
 * Returns a note about a new subscriber of an existing SNS topic. For a new topic, whose ARN is known only after the apply, there is no
 * note.
 */
function newSubscriber({ type, change: { before, after } }: ResourceChange): Weakened[] {
  const [endpoint, topic] = [attribute(after, "endpoint"), attribute(after, "topic_arn")];
  if (type !== SUBSCRIPTION || before !== null || typeof endpoint !== "string" || typeof topic !== "string")
    return [];
  // These subscribers have to confirm: https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
  const confirmed = ["email", "https"].includes(String(attribute(after, "protocol")))
    ? text`, once its owner has confirmed the subscription`
    : text``;
  return [
    { severity: "note", after: endpoint, what: text`is new: it notifies ${data(endpoint)}${confirmed}` },
  ];
}

/**
 * Returns a warning about a new route in an existing route table. For a new route table, whose id is known only after the apply, there is
 * no warning.
 */
function newRoute({ type, change: { before, after } }: ResourceChange): Weakened[] {
  if (type !== "aws_route" || before !== null || typeof attribute(after, "route_table_id") !== "string")
    return [];
  const shown = Object.entries(isObject(after) ? after : {})
    .filter(([, value]) => typeof value === "string" && value !== "")
    .map(([name, value]) => `${name} ${value}`);
  return [{ what: text`is a new route of an existing route table: ${data(shown.join(", "))}` }];
}

/** Returns whether a listener uses plain HTTP. The provider may return a TLS policy for it, which has no effect. */
const isPlain = (listener: Json) => attribute(listener, "protocol") === "HTTP";

/**
 * Returns warnings about a web ACL. If a managed rule group, or one rule of a group, blocked requests before, and now only counts requests,
 * there is a warning. The warning contains the settings' reason for the counting.
 */
function newlyCounting({ address, change }: ResourceChange, configuration: Configuration): Weakened[] {
  const counted = (webAcl: Json) => notBlocking(attribute(webAcl, "rule"));
  const already = counted(change.before).map(countedName);
  const reasons = attribute(configuration.attributes(address)["//"] ?? null, "counted") ?? null;
  return counted(change.after)
    .filter((it) => !already.includes(countedName(it)) && !already.includes(it.group))
    .map((it) => {
      const name = countedName(it);
      const reason = attribute(reasons, name);
      const why =
        typeof reason === "string" ? text`: ${data(reason)}` : text`, and the settings give no reason`;
      return {
        before: "blocks",
        after: "counts",
        what: text`${data(name)} now only counts the requests that it blocked before, and lets them pass${why}`,
      };
    });
}
