import { code, table } from "../terminal/markdown";
import { differences, UNKNOWN } from "./difference";
import { type ReviewInput, type Section, WARNING } from "./section";
import { actionOf, attribute, type Json, type ResourceChange } from "./terraform-plan";

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
  const found = ends ? [] : happening.flatMap(weakened);
  return {
    title: "Safeguards",
    lines:
      found.length === 0
        ? []
        : table(
            ["", "resource", "what"],
            found.map(([address, what]) => [WARNING, code(address), what]),
          ),
    warnings: found.map(([address, what]) => `${code(address)}: ${what}`),
  };
}

function weakened(change: ResourceChange): [address: string, what: string][] {
  const { address, type } = change;
  const { before, after } = change.change;
  const action = actionOf(change);
  if (before === null) return [];
  if (type === "aws_eip" && ["destroy", "replace"].includes(action)) {
    const ip = attribute(before, "public_ip");
    const from = typeof ip === "string" ? ` ${code(ip)}` : "";
    return [
      [address, `the public address${from} is given back: whoever admits it by address admits another`],
    ];
  }
  if (action === "destroy") return GUARDS.test(type) ? [[address, "goes"]] : [];
  const settings = (WEAK[type] ?? [])
    .filter(([name, weak]) => attribute(after, name) === weak && attribute(before, name) !== weak)
    .map(([name, weak]) => `${name} becomes ${code(String(weak))}`);
  const parts = differences(change.change)
    .filter(({ path, before: was, after: becomes }) => PARTS[type]?.test(path) && was && becomes !== UNKNOWN)
    .map(({ path, before: was, after: becomes }) =>
      becomes === undefined
        ? `${path} ${code(String(was))} goes`
        : `${path}: ${code(String(was))} → ${code(becomes)}`,
    );
  return [...settings, ...parts].map((what) => [address, what]);
}
