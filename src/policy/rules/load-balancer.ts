import { at, blocks, list, show } from "../document";
import { pci } from "../pci";
import { each, hasA, is, type Rule } from "../rule";

/** TLS policies that accept only TLS 1.2 and newer. https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-17 */
export const TLS_POLICIES: readonly string[] = [
  "ELBSecurityPolicy-TLS13-1-3-2021-06",
  "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
  "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
  "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
];

/** Rules about load balancers, their listeners and target groups. */
export const LOAD_BALANCER = [
  {
    id: "alb-access-logs",
    sentence: "Load balancers write every request to their access logs.",
    controls: {
      pci: pci("10.2.1"),
      aws: { "ELB.5": "load balancers write access logs" },
      checkov: { CKV_AWS_91: "load balancers write access logs" },
      cdkNag: { "AwsSolutions-ELB2": "load balancers write access logs" },
    },
    fix: "give the load balancer access_logs with enabled = true",
    check: each("aws_lb", is("access_logs.enabled", true)),
  },
  {
    id: "alb-invalid-headers",
    sentence: "Load balancers drop headers that are not valid HTTP.",
    controls: {
      aws: { "ELB.4": "load balancers drop invalid headers" },
      checkov: { CKV_AWS_131: "ALB drops invalid headers" },
    },
    fix: "set drop_invalid_header_fields to true",
    check: each("aws_lb", is("drop_invalid_header_fields", true)),
  },
  {
    id: "alb-desync",
    sentence:
      "The desync mitigation mode of load balancers is defensive or strictest. Both modes prevent request smuggling. AWS's default is defensive.",
    controls: {
      aws: { "ELB.12": "load balancers have desync mitigation" },
      checkov: { CKV_AWS_328: "ALB has desync mitigation" },
    },
    fix: "set desync_mitigation_mode to defensive or strictest",
    check: each("aws_lb", is("desync_mitigation_mode", undefined, "defensive", "strictest")),
  },
  {
    id: "alb-zones",
    sentence: "Load balancers have subnets in at least two Availability Zones.",
    controls: { aws: { "ELB.13": "load balancers span several Availability Zones" } },
    fix: "give the load balancer a subnet in each Availability Zone",
    check: each("aws_lb", ({ subnets }) =>
      list(subnets).length >= 2 ? undefined : `number of subnets: ${list(subnets).length}`,
    ),
  },
  {
    id: "alb-deletion-protection",
    sentence: "Load balancers are protected from deletion.",
    controls: {
      aws: { "ELB.6": "load balancers have deletion protection" },
      checkov: { CKV_AWS_150: "load balancers have deletion protection" },
    },
    fix: "set enable_deletion_protection to true",
    check: each("aws_lb", is("enable_deletion_protection", true)),
  },
  {
    id: "alb-waf",
    sentence: "AWS WAF protects every load balancer.",
    controls: {
      pci: pci("6.4.2"),
      aws: { "ELB.16": "load balancers are associated with a web ACL" },
      checkov: { CKV2_AWS_28: "public ALB is protected by WAF" },
    },
    fix: "set waf.enabled to true",
    check: each("aws_lb", hasA("aws_wafv2_web_acl_association", "resource_arn")),
  },
  {
    id: "listener-https",
    sentence: "Listeners use HTTPS, or redirect to HTTPS.",
    // CKV_AWS_103 is listed here too, because this check of checkov also fails for a listener that uses HTTP without a redirect.
    controls: {
      pci: pci("4.2.1"),
      aws: { "ELB.1": "HTTP is redirected to HTTPS" },
      checkov: {
        CKV_AWS_2: "ALB protocol is HTTPS",
        CKV_AWS_103: "load balancer uses TLS 1.2 or newer, or redirects to HTTPS",
        CKV2_AWS_20: "ALB redirects HTTP to HTTPS",
      },
    },
    fix: "set https.certificateArn, or https.domainName and https.hostedZoneId",
    check: each("aws_lb_listener", ({ protocol, default_action }) => {
      const targets = blocks(default_action).map((action) => at(action, "redirect.protocol"));
      return protocol === "HTTPS" || (targets.length > 0 && targets.every((target) => target === "HTTPS"))
        ? undefined
        : `protocol is ${show(protocol)}, without redirect`;
    }),
  },
  {
    id: "listener-tls-policy",
    sentence:
      "HTTPS listeners accept only TLS 1.3 and TLS 1.2. With TLS 1.2, they accept only ciphers with forward secrecy.",
    controls: {
      pci: pci("4.2.1"),
      aws: { "ELB.17": "HTTPS listeners use recommended TLS policies" },
      checkov: { CKV_AWS_103: "load balancer uses TLS 1.2 or newer, or redirects to HTTPS" },
    },
    fix: "set ssl_policy to ELBSecurityPolicy-TLS13-1-2-Res-2021-06 or stricter",
    check: each("aws_lb_listener", is("ssl_policy", ...TLS_POLICIES), ({ protocol }) => protocol === "HTTPS"),
  },
  {
    id: "target-group-tls",
    sentence: "Load balancers use TLS for connections to their targets.",
    controls: {
      aws: { "ELB.22": "target groups use encrypted protocols" },
      checkov: { CKV_AWS_378: "target group does not use HTTP" },
    },
    fix: "set the target group's protocol to HTTPS, and let the container terminate TLS",
    check: each("aws_lb_target_group", is("protocol", "HTTPS", "TLS")),
  },
] as const satisfies readonly Rule[];
