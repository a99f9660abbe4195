import { type Mutation, type Mutations, removing, setting } from "./editing";

const ALB = "aws_lb.load_balancer_load_balancer";
const LISTENER = "aws_lb_listener.traffic_listener";
const WEB_ACL = "aws_wafv2_web_acl.web_acl_web_acl";

export const EDGE_MUTATIONS: Mutations = {
  "alb-access-logs": {
    "switched off": setting(ALB, { access_logs: { enabled: false, bucket: "b" } }),
    "left out": setting(ALB, { access_logs: undefined }),
  },
  "alb-invalid-headers": { kept: setting(ALB, { drop_invalid_header_fields: false }) },
  "alb-desync": { "only watched": setting(ALB, { desync_mitigation_mode: "monitor" }) },
  "alb-zones": {
    "one zone": setting(ALB, { subnets: ["${aws_subnet.network_public_subnet_us_east_1a.id}"] }),
  },
  "alb-deletion-protection": { "switched off": setting(ALB, { enable_deletion_protection: false }) },
  "alb-waf": { "no association": removing("aws_wafv2_web_acl_association.web_acl_association", ALB) },
  "listener-https": {
    "plain HTTP": setting(LISTENER, { protocol: "HTTP", port: 80 }),
    "a redirect that forwards": setting("aws_lb_listener.traffic_redirect", {
      default_action: [{ type: "forward", target_group_arn: "t" }],
    }),
    "an action that is somewhere else": setting("aws_lb_listener.traffic_redirect", {
      default_action: undefined,
    }),
    "a redirect to HTTP": setting("aws_lb_listener.traffic_redirect", {
      default_action: [{ type: "redirect", redirect: { protocol: "HTTP", status_code: "HTTP_301" } }],
    }),
  },
  "listener-tls-policy": {
    "TLS 1.0": setting(LISTENER, { ssl_policy: "ELBSecurityPolicy-2016-08" }),
    "AWS's default": setting(LISTENER, { ssl_policy: undefined }),
  },
  "target-group-tls": {
    "plain HTTP": setting("aws_lb_target_group.traffic_target_group_green", { protocol: "HTTP" }),
  },
  "waf-known-bad-inputs": {
    "another group in its place": (edit) => {
      const rule = edit
        .get(WEB_ACL)
        .rule.find(({ name }: { name: string }) => name === "AWSManagedRulesKnownBadInputsRuleSet");
      rule.statement.managed_rule_group_statement.name = "AWSManagedRulesLinuxRuleSet";
      return [WEB_ACL];
    },
  },
  "waf-rules-act": {
    "a rule that only counts": (edit) => {
      edit.get(WEB_ACL).rule[0].action = { count: {} };
      return [WEB_ACL];
    },
  },
  "waf-managed-rules-block": {
    "a group that only counts": (edit) => {
      edit.get(WEB_ACL).rule[1].override_action = { count: {} };
      return [`${WEB_ACL} AWSManagedRulesAmazonIpReputationList`];
    },
    ...Object.fromEntries(
      ["count", "allow", "captcha"].map((action): [string, Mutation] => [
        `rules of a group that ${action}`,
        (edit) => {
          edit.get(WEB_ACL).rule[4].statement.managed_rule_group_statement.rule_action_override = [
            { name: "SQLi_BODY", action_to_use: { [action]: {} } },
            { name: "SQLi_COOKIE", action_to_use: { block: {} } },
          ];
          return [`${WEB_ACL} AWSManagedRulesSQLiRuleSet/SQLi_BODY`];
        },
      ]),
    ),
  },
  "waf-logging": {
    "no logging": removing("aws_wafv2_web_acl_logging_configuration.web_acl_logging", WEB_ACL),
  },
  "waf-metrics": {
    "a silent rule": (edit) => {
      edit.get(WEB_ACL).rule[2].visibility_config.cloudwatch_metrics_enabled = false;
      return [WEB_ACL];
    },
    "a silent ACL": (edit) => {
      edit.get(WEB_ACL).visibility_config.cloudwatch_metrics_enabled = false;
      return [WEB_ACL];
    },
  },
};
