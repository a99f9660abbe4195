import { differences, UNKNOWN } from "./difference";
import type { Finding, ReviewInput, Section } from "./section";
import { actionOf, attribute, type Json, type ResourceChange } from "./terraform-plan";
import { data, type Text, text } from "./text";

/** Resources that guard, record or report something as long as they are there. */
const GUARDS =
  /^aws_(wafv2_web_acl(_association|_logging_configuration)?|s3_bucket_(public_access_block|versioning|policy)|default_security_group|flow_log|route53_resolver_query_log_config(_association)?|cloudwatch_(event_rule|event_target|metric_alarm|composite_alarm)|sns_topic_subscription|db_event_subscription|appautoscaling_policy)$/;

/** Attributes, and the value that guards less than any other. */
const WEAK: Readonly<Record<string, readonly (readonly [attribute: string, weak: Json])[]>> = {
  aws_rds_cluster: [
    ["deletion_protection", false],
    ["iam_database_authentication_enabled", false],
    ["skip_final_snapshot", true],
    ["delete_automated_backups", true],
  ],
  aws_lb: [
    ["enable_deletion_protection", false],
    ["drop_invalid_header_fields", false],
  ],
  aws_kms_key: [["enable_key_rotation", false]],
  aws_s3_bucket: [["force_destroy", true]],
  aws_s3_bucket_public_access_block: [
    ["block_public_acls", false],
    ["block_public_policy", false],
    ["ignore_public_acls", false],
    ["restrict_public_buckets", false],
  ],
  aws_cloudwatch_metric_alarm: [["actions_enabled", false]],
  aws_cloudwatch_composite_alarm: [["actions_enabled", false]],
  aws_cloudwatch_event_rule: [["state", "DISABLED"]],
};

/** Values of which any that goes or becomes another is worth a look. */
const PARTS: Readonly<Record<string, RegExp>> = {
  aws_wafv2_web_acl: /^(rule\[[^\]]+\]\.name|default_action\[0\]\.block)/,
  aws_s3_bucket_versioning: /\.status$/,
  aws_lb_listener: /^ssl_policy$/,
  aws_rds_cluster: /^enabled_cloudwatch_logs_exports\[/,
  aws_cloudwatch_metric_alarm: /^alarm_actions\[/,
};

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
  if (action === "destroy") return GUARDS.test(type) ? [{ what: text`goes` }] : [];
  const settings = (WEAK[type] ?? [])
    .filter(([name, weak]) => attribute(after, name) === weak && attribute(before, name) !== weak)
    .map(([name, weak]) => ({
      before: String(attribute(before, name) ?? "nothing"),
      after: String(weak),
      what: text`${name} becomes ${data(String(weak))}`,
    }));
  const parts = differences(change.change).flatMap(({ path, before: was, after: becomes }) => {
    if (!PARTS[type]?.test(path) || !was || becomes === UNKNOWN) return [];
    const what =
      becomes === undefined
        ? text`${path} ${data(was)} goes`
        : text`${path}: ${data(was)} → ${data(becomes)}`;
    return [{ before: was, after: becomes, what }];
  });
  return [...settings, ...parts];
}
