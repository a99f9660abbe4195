import { conclude } from "../../src/review/conclusion";
import type { Attributes } from "../../src/review/terraform-plan";
import { changeOf, reviewOf, sectionOf, warnings } from "./made-up-plan";

const KEPT = changeOf(
  "aws_lb.one",
  { name: "alb-dev", idle_timeout: 1 },
  { name: "alb-dev", idle_timeout: 2 },
);
const forgotten = (address: string, before: Attributes) => {
  const { change, ...rest } = changeOf(address, before, null);
  return { ...rest, change: { ...change, actions: ["forget"] } };
};
const warningsOf = (address: string, before: Attributes | null, after: Attributes | null) =>
  warnings(reviewOf({ changes: [KEPT, changeOf(address, before, after)] }));

describe("safeguards", () => {
  it.each([
    "aws_wafv2_web_acl_logging_configuration",
    "aws_s3_bucket_public_access_block",
    "aws_default_security_group",
    "aws_flow_log",
    "aws_cloudwatch_metric_alarm",
    "aws_cloudwatch_event_rule",
    "aws_sns_topic_subscription",
  ])("warn when %s goes", (type) => {
    expect(warningsOf(`${type}.one`, {}, null)).toEqual([`${type}.one: is destroyed`]);
    expect(warningsOf(`${type}.one`, null, {})).toEqual([]);
  });

  it("say of a web ACL that leaves the load balancer what that means", () => {
    const address = "aws_wafv2_web_acl_association.one";
    expect(warningsOf(address, {}, null)).toEqual([
      `${address}: is destroyed: AWS WAF no longer filters what the load balancer gets`,
    ]);
  });

  it.each<[string, string, boolean]>([
    ["TLS13-1-2-Res-2021-06", "TLS13-1-3-2021-06", false],
    ["TLS13-1-2-Res-2021-06", "TLS13-1-2-Res-PQ-2025-09", false],
    ["TLS13-1-2-2021-06", "TLS13-1-2-Res-FIPS-2023-04", false],
    ["TLS13-1-2-Ext2-2021-06", "TLS13-1-2-2021-06", false],
    ["TLS13-1-0-2021-06", "TLS13-1-2-2021-06", false],
    ["2016-08", "TLS13-1-2-2021-06", false],
    ["TLS-1-1-2017-01", "TLS13-1-2-Ext1-2021-06", false],
    ["FS-1-2-Res-2020-10", "TLS13-1-2-Res-2021-06", false],
    ["TLS13-1-3-2021-06", "TLS13-1-2-Res-2021-06", true],
    ["TLS13-1-2-Res-2021-06", "TLS13-1-2-2021-06", true],
    ["TLS13-1-2-2021-06", "TLS13-1-2-Ext1-2021-06", true],
    ["TLS13-1-2-Ext1-2021-06", "TLS13-1-2-Ext0-2021-06", true],
    ["TLS13-1-2-Res-PQ-2025-09", "TLS13-1-2-Res-2021-06", true],
    ["TLS13-1-2-Res-FIPS-2023-04", "TLS13-1-2-Res-2021-06", true],
    ["FS-1-2-Res-2020-10", "TLS13-1-2-2021-06", true],
    ["TLS13-1-2-Res-2021-06", "FS-1-2-Res-2020-10", true],
    ["TLS13-1-2-Res-2021-06", "TLS13-1-4-2031-01", true],
  ])("go by the direction of a TLS policy: %s → %s", (was, becomes, isWarned) => {
    const tls = (policy: string) => ({ protocol: "HTTPS", ssl_policy: `ELBSecurityPolicy-${policy}` });
    const said = `aws_lb_listener.one: ssl_policy: ELBSecurityPolicy-${was} → ELBSecurityPolicy-${becomes}`;
    expect(warningsOf("aws_lb_listener.one", tls(was), tls(becomes))).toEqual(isWarned ? [said] : []);
  });

  it.each([
    ["an older policy", { protocol: "HTTPS" }, "ELBSecurityPolicy-2016-08", 1],
    ["one for TLS 1.2 and newer only", { protocol: "HTTPS" }, "ELBSecurityPolicy-TLS13-1-2-Res-2021-06", 0],
    ["any, where there was no TLS", { protocol: "HTTP" }, "ELBSecurityPolicy-2016-08", 0],
  ])("hear of another TLS policy only where it is weaker: %s", (_, protocol, policy, count) => {
    const warned = warningsOf(
      "aws_lb_listener.one",
      { ...protocol, ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06" },
      { protocol: "HTTPS", ssl_policy: policy },
    );
    expect(warned.filter((it) => it.includes("ssl_policy"))).toHaveLength(count);
  });

  it("tell the queries of an alarm by their ids, so that one more is no loss of others", () => {
    const metric = [{ metric_name: "ErrorPortAllocation", stat: "Sum" }];
    const queries = (...ids: string[]) => ({
      metric_query: [
        ...ids.slice(1).map((id) => ({ id, metric, expression: "" })),
        { id: "errors", metric: [], expression: `SUM([${ids}])` },
        { id: ids[0] ?? "", metric, expression: "" },
      ],
    });
    const address = "aws_cloudwatch_metric_alarm.nat";
    expect(warningsOf(address, queries("nat1"), queries("nat1", "nat2"))).toEqual([
      `${address}: metric_query[errors].expression: SUM([nat1]) → SUM([nat1,nat2])`,
    ]);
  });

  it.each([
    ["aws_rds_cluster.one", "deletion_protection", true, false],
    ["aws_rds_cluster.one", "iam_database_authentication_enabled", true, false],
    ["aws_rds_cluster.one", "skip_final_snapshot", false, true],
    ["aws_lb.two", "enable_deletion_protection", true, false],
    ["aws_kms_key.one", "enable_key_rotation", true, false],
    ["aws_s3_bucket_public_access_block.one", "block_public_policy", true, false],
    ["aws_cloudwatch_event_rule.one", "state", "ENABLED", "DISABLED"],
  ])("warn when %s gets another %s, not when it is new or gets better", (address, name, strong, weak) => {
    expect(warningsOf(address, { [name]: strong }, { [name]: weak })).toEqual([
      `${address}: ${name} becomes ${weak}`,
    ]);
    expect(warningsOf(address, { [name]: weak }, { [name]: strong })).toEqual([]);
    expect(warningsOf(address, null, { [name]: weak })).toEqual([]);
  });

  it("warn of each part that goes: rules of the firewall, exported logs, those whom an alarm tells", () => {
    const acl = (...names: string[]) => ({ rule: names.map((name) => ({ name, priority: 1 })) });
    expect(warningsOf("aws_wafv2_web_acl.one", acl("known-bad", "rate"), acl("rate"))).toEqual([
      "aws_wafv2_web_acl.one: rule[known-bad].name known-bad is removed",
    ]);
    expect(warningsOf("aws_wafv2_web_acl.one", acl("rate"), acl("known-bad", "rate"))).toEqual([]);
    const logs = (...names: string[]) => ({ enabled_cloudwatch_logs_exports: names });
    expect(warningsOf("aws_rds_cluster.one", logs("postgresql"), logs())).toEqual([
      "aws_rds_cluster.one: enabled_cloudwatch_logs_exports[0] postgresql is removed",
    ]);
    const alarm = (...alarm_actions: string[]) => ({ alarm_actions });
    expect(warningsOf("aws_cloudwatch_metric_alarm.one", alarm("arn:topic"), alarm())).toEqual([
      "aws_cloudwatch_metric_alarm.one: alarm_actions[0] arn:topic is removed",
    ]);
  });

  it("warn of a firewall that lets through what no rule is about, as Terraform writes it", () => {
    const [block, allow] = [{ custom_response: [] }, { custom_request_handling: [] }];
    const refusing = { default_action: [{ allow: [], block: [block] }] };
    const answering = {
      default_action: [{ allow: [], block: [{ custom_response: [{ response_code: 418 }] }] }],
    };
    const open = { default_action: [{ allow: [allow], block: [] }] };
    const becomes = (before: Attributes, after: Attributes) =>
      warningsOf("aws_wafv2_web_acl.one", before, after);
    expect(becomes(refusing, open)).toEqual([
      "aws_wafv2_web_acl.one: default_action[0].block[0] (a block) is removed",
    ]);
    expect(becomes(answering, open)).toEqual([
      "aws_wafv2_web_acl.one: default_action[0].block[0].custom_response[0].response_code 418 is removed",
    ]);
    expect(becomes(open, refusing)).toEqual([]);
    expect(becomes(refusing, answering)).toEqual([]);
  });

  it("warn of a rule of the firewall that only counts from now on", () => {
    const rule = (name: string, action: Attributes) => ({ name, priority: 1, ...action });
    const [block, count] = [{ custom_response: [] }, { custom_request_handling: [] }];
    const refuses = rule("rate", { action: [{ allow: [], block: [block], count: [] }] });
    const counts = rule("rate", { action: [{ allow: [], block: [], count: [count] }] });
    const groupRefuses = rule("group", { override_action: [{ count: [], none: [{}] }] });
    const groupCounts = rule("group", { override_action: [{ count: [{}], none: [] }] });
    const [strong, weak] = [{ rule: [refuses, groupRefuses] }, { rule: [counts, groupCounts] }];
    expect(warningsOf("aws_wafv2_web_acl.one", strong, weak)).toEqual([
      "aws_wafv2_web_acl.one: rule[rate].action[0].block[0] (a block) is removed",
      "aws_wafv2_web_acl.one: group now only counts the requests that it blocked before, and lets them pass, and the settings give no reason",
    ]);
    expect(warningsOf("aws_wafv2_web_acl.one", weak, strong)).toEqual([]);
  });

  describe("of AWS WAF", () => {
    const ACL = "aws_wafv2_web_acl.web_acl_web_acl";
    const REASON = "Partner A sends no user agent.";
    /** A web ACL in the form of the provider's plans. */
    const group = (name: string, counts: "group" | readonly string[] = []) => ({
      name,
      action: [],
      override_action: [counts === "group" ? { count: [{}], none: [] } : { count: [], none: [{}] }],
      statement: [
        {
          managed_rule_group_statement: [
            {
              name,
              vendor_name: "AWS",
              rule_action_override: (counts === "group" ? [] : counts).map((rule) => ({
                name: rule,
                action_to_use: [{ allow: [], block: [], count: [{ custom_request_handling: [] }] }],
              })),
            },
          ],
        },
      ],
    });
    const changed = (before: object[], after: object[], counted?: object) =>
      reviewOf({
        changes: [KEPT, changeOf(ACL, { rule: before } as Attributes, { rule: after } as Attributes)],
        ...(counted && {
          configuration: { aws_wafv2_web_acl: { web_acl_web_acl: { "//": { counted } } } },
        }),
      });

    it("warn, with the reason, of a group that turns from block to count", () => {
      const review = changed([group("SQLi"), group("Common")], [group("SQLi", "group"), group("Common")], {
        SQLi: REASON,
      });
      expect(warnings(review)).toEqual([
        `${ACL}: SQLi now only counts the requests that it blocked before, and lets them pass: ${REASON}`,
      ]);
      expect(review.details.find(({ address }) => address === ACL)?.differences).toEqual([
        { path: "rule[SQLi].override_action[0].count[0]", before: undefined, after: "(a block)" },
        { path: "rule[SQLi].override_action[0].none[0]", before: "(a block)", after: undefined },
      ]);
    });

    it("warn, with the reason, of each new exclusion", () => {
      const review = changed([group("Common", ["A"])], [group("Common", ["A", "B", "C"])], {
        "Common/A": "Why A.",
        "Common/B": REASON,
      });
      expect(warnings(review)).toEqual([
        `${ACL}: Common/B now only counts the requests that it blocked before, and lets them pass: ${REASON}`,
        `${ACL}: Common/C now only counts the requests that it blocked before, and lets them pass, and the settings give no reason`,
      ]);
    });

    it("say nothing of what blocks again, nor of what counted already as part of its group", () => {
      expect(warnings(changed([group("Common", ["A", "B"])], [group("Common", ["A"])]))).toEqual([]);
      expect(warnings(changed([group("Common", "group")], [group("Common", ["A"])]))).toEqual([]);
      expect(warnings(changed([group("Common", "group")], [group("Common")]))).toEqual([]);
    });

    it("warn of a rule of our own that blocks no more", () => {
      const limit = (action: object) => ({ name: "RateLimit", action: [action] });
      expect(
        warnings(changed([limit({ block: [{}], count: [] })], [limit({ block: [], count: [{}] })])),
      ).toEqual([`${ACL}: rule[RateLimit].action[0].block[0] (a block) is removed`]);
    });

    it("warn of each part when it is switched off", () => {
      const types = ["", "_association", "_logging_configuration"].map(
        (part) => `aws_wafv2_web_acl${part}.one`,
      );
      const review = reviewOf({ changes: [KEPT, ...types.map((address) => changeOf(address, {}, null))] });
      expect(warnings(review).map((it) => it.split(": is destroyed")[0])).toEqual(types);
    });
  });

  it("name no part by what would be Markdown", () => {
    const acl = (...names: string[]) => ({ rule: names.map((name) => ({ name, priority: 1 })) });
    expect(warningsOf("aws_wafv2_web_acl.one", acl("a\n\n<!-- `", "b"), acl("b"))).toEqual([
      "aws_wafv2_web_acl.one: rule[a%0A%0A%3C!--%20%60].name a\n\n<!-- ` is removed",
    ]);
  });

  it("warn of another TLS policy and of suspended versions", () => {
    const tls = (ssl_policy: string) => ({ ssl_policy });
    expect(warningsOf("aws_lb_listener.one", tls("TLS13"), tls("TLS10"))).toEqual([
      "aws_lb_listener.one: ssl_policy: TLS13 → TLS10",
    ]);
    const versions = (status: string) => ({ versioning_configuration: [{ status }] });
    expect(warningsOf("aws_s3_bucket_versioning.one", versions("Enabled"), versions("Suspended"))).toEqual([
      "aws_s3_bucket_versioning.one: versioning_configuration[0].status: Enabled → Suspended",
    ]);
  });

  it.each<[string, Attributes, Attributes, string]>([
    ["aws_cloudwatch_metric_alarm", { threshold: 5 }, { threshold: 500 }, "threshold: 5 → 500"],
    [
      "aws_cloudwatch_metric_alarm",
      { treat_missing_data: "breaching" },
      { treat_missing_data: "notBreaching" },
      "treat_missing_data: breaching → notBreaching",
    ],
    [
      "aws_cloudwatch_metric_alarm",
      { metric_query: [{ id: "e", expression: "errors", metric: [] }] },
      { metric_query: [{ id: "e", expression: "errors * 0", metric: [] }] },
      "metric_query[e].expression: errors → errors * 0",
    ],
    ["aws_db_event_subscription", { enabled: true }, { enabled: false }, "enabled becomes false"],
    [
      "aws_db_event_subscription",
      { event_categories: ["deletion", "failover"] },
      { event_categories: ["deletion"] },
      "event_categories[1] failover is removed",
    ],
    [
      "aws_sns_topic_subscription",
      { filter_policy: '{"a":["b"]}' },
      { filter_policy: '{"a":["c"]}' },
      "filter_policy.a[0]: b → c",
    ],
    [
      "aws_ecs_service",
      { alarms: [{ enable: true }] },
      { alarms: [{ enable: false }] },
      "alarms[0].enable: true → false",
    ],
    [
      "aws_ecs_service",
      { alarms: [{ alarm_names: ["errors"] }] },
      { alarms: [] },
      "alarms[0].alarm_names[0] errors is removed",
    ],
  ])("warn when %s hears less or tells somebody else", (type, before, after, what) => {
    expect(warningsOf(`${type}.one`, before, after)).toEqual([`${type}.one: ${what}`]);
  });

  it.each([
    ["aws_rds_cluster", { deletion_protection: true, port: 5432 }],
    ["aws_cloudwatch_metric_alarm", { alarm_actions: ["arn:topic"] }],
    ["aws_s3_bucket_policy", { bucket: "b", policy: '{"Statement":[{"Effect":"Deny","Action":"s3:*"}]}' }],
    ["aws_ssm_parameter", { type: "SecureString" }],
  ])("warn when Terraform forgets one that holds data or guards: %s", (type, before) => {
    const address = `${type}.one`;
    const stays = `${address}: leaves Terraform's state and stays in AWS: Terraform no longer changes or removes it`;
    const review = reviewOf({ changes: [forgotten(address, before)] });
    expect([review.verdict, warnings(review), review.sections.length]).toEqual(["changes", [stays], 1]);
    expect(conclude(review).counts).toBe("0 to add, 0 to change, 0 to replace, 0 to destroy, 1 to forget");
  });

  it("say nothing of another that Terraform forgets, and nobody says that it closes", () => {
    const rule = { cidr_ipv4: "0.0.0.0/0", ip_protocol: "tcp", from_port: 443, to_port: 443 };
    for (const [type, before] of [
      ["aws_eip", { public_ip: "192.0.2.1" }],
      ["aws_vpc_security_group_ingress_rule", rule],
    ] as const) {
      expect(reviewOf({ changes: [forgotten(`${type}.one`, before)] }).sections).toEqual([]);
    }
  });

  it.each<[string, Attributes, Attributes, Attributes]>([
    ["aws_sns_topic_subscription", { filter_policy: "" }, { filter_policy: '{"a":["b"]}' }, {}],
    ["aws_db_event_subscription", { event_categories: [] }, { event_categories: ["deletion"] }, {}],
    [
      "aws_db_event_subscription",
      { source_ids: null },
      { source_ids: ["one"] },
      { source_ids: ["one", "two"] },
    ],
    [
      "aws_cloudwatch_composite_alarm",
      { actions_suppressor: [] },
      { actions_suppressor: [{ alarm: "a" }] },
      {},
    ],
  ])(
    "warn when %s is restricted where it was not, and not when it is less so",
    (type, free, bound, freer) => {
      const [name] = Object.keys(bound);
      expect(warningsOf(`${type}.one`, free, bound)).toEqual([`${type}.one: gets ${name}, and covers less`]);
      expect(warningsOf(`${type}.one`, bound, { ...bound, ...freer })).toEqual([]);
      expect(warningsOf(`${type}.one`, null, bound)).toEqual([]);
    },
  );

  it("warn of another subscriber, whose address nobody sees", () => {
    const [topic_arn, address] = ["arn:aws:sns:us-east-1:123456789012:t", "aws_sns_topic_subscription.one"];
    const subscribed = (endpoint: string) => ({ endpoint, topic_arn });
    const { change, ...rest } = changeOf(
      address,
      subscribed("ada@example.com"),
      subscribed("eve@example.com"),
    );
    const replaced = { ...change, actions: ["delete", "create"], replace_paths: [["endpoint"]] };
    expect(warnings(reviewOf({ changes: [{ ...rest, change: replaced }] }))).toEqual([
      `${address}: endpoint: (sensitive value)@example.com → (another sensitive value)@example.com`,
    ]);
  });

  it("warn of a public address that is given back", () => {
    expect(warningsOf("aws_eip.one", { public_ip: "192.0.2.1" }, null)).toEqual([
      "aws_eip.one: the public address 192.0.2.1 is released, and AWS may give it to another customer: each firewall that still allows the address then lets in that customer",
    ]);
  });

  it("have a table of their own", () => {
    const changes = [KEPT, changeOf("aws_flow_log.one", {}, null)];
    expect(sectionOf({ changes }, "Safeguards")).toEqual([
      "|  | resource | what |",
      "| --- | --- | --- |",
      "| ⚠️ | `aws_flow_log.one` | is destroyed |",
    ]);
  });

  it.each([
    "aws_sns_topic_subscription",
    "aws_cloudwatch_metric_alarm",
    "aws_flow_log",
    "aws_s3_bucket_public_access_block",
    "aws_db_event_subscription",
  ])("warn when nothing happens but that %s goes", (type) => {
    const stays = changeOf("aws_rds_cluster.one", { port: 1 }, { port: 1 });
    const changes = [stays, changeOf(`${type}.one`, {}, null)];
    expect(warnings(reviewOf({ changes }))).toEqual([`${type}.one: is destroyed`]);
  });

  it("take neither a data source nor what was gone already for something that stays", () => {
    const { change, ...rest } = changeOf("aws_flow_log.gone", {}, {});
    const gone = { ...rest, change: { ...change, before: null, after: null } };
    const read = { ...changeOf("data.aws_region.one", {}, {}), mode: "data" as const };
    expect(warnings(reviewOf({ changes: [gone, read, changeOf("aws_flow_log.one", {}, null)] }))).toEqual([]);
  });

  it("are silent when all ends, and when nothing changes", () => {
    const one = (after: Attributes | null) => [changeOf("aws_flow_log.one", {}, after)];
    expect(warnings(reviewOf({ changes: one(null) }))).toEqual([]);
    expect(warnings(reviewOf({ changes: [KEPT, ...one({})] }))).toEqual([]);
  });
});
