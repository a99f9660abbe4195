import { LISTENER } from "../../src/review/routes";
import type { Attributes, Json, ResourceChange } from "../../src/review/terraform-plan";
import { changeOf } from "./made-up-plan";

const ARN = "arn:aws:elasticloadbalancing:us-east-1:123456789012";
export const LISTENER_ARN = `${ARN}:listener/app/load-balancer-dev/2f9b1edaf0a67e82/ddbb2ad469da5e55`;
export const BLUE = "target-group-blue-dev";
export const GREEN = "target-group-green-dev";

export const groupArn = (name: string) => `${ARN}:targetgroup/${name}/6806cd636ef2b28b`;
export const ruleArn = (id: string) => `${LISTENER_ARN.replace(":listener/", ":listener-rule/")}/${id}`;

/** An action that forwards by weights, in Terraform's form. */
export const forward = (weights: Readonly<Record<string, number>>, sticky = false): Attributes => ({
  type: "forward",
  target_group_arn: "",
  redirect: [],
  fixed_response: [],
  forward: [
    {
      target_group: Object.entries(weights).map(([name, weight]) => ({ arn: groupArn(name), weight })),
      stickiness: [{ enabled: sticky, duration: 3600 }],
    },
  ],
});

export const listener = (green: number, more: Attributes = {}): Attributes => ({
  arn: LISTENER_ARN,
  port: 80,
  protocol: "HTTP",
  certificate_arn: null,
  default_action: [forward({ [BLUE]: 100 - green, [GREEN]: green })],
  ...more,
});

export const kept = (address: string, it: Attributes): ResourceChange => changeOf(address, it, it);

/** The unchanged listener. */
export const keptListener = (green = 20): ResourceChange => kept(LISTENER, listener(green));

export const replaced = (
  address: string,
  before: Attributes,
  after: Attributes,
  after_unknown: Attributes = {},
  actions = ["delete", "create"],
): ResourceChange => {
  const it = changeOf(address, before, after, after_unknown);
  return { ...it, change: { ...it.change, actions } };
};

/** A listener rule that forwards a path to a target group, in Terraform's form. */
export const rule = (path: string, to: string, more: Attributes = {}): Attributes => ({
  arn: ruleArn("a1"),
  listener_arn: LISTENER_ARN,
  priority: 10,
  condition: [{ path_pattern: [{ values: [path] }], host_header: [], http_header: [], source_ip: [] }],
  action: [
    { type: "forward", target_group_arn: groupArn(to), forward: [], redirect: [], fixed_response: [] },
  ],
  ...more,
});

/** The listener rule with which a smoke test reaches a color. */
export const smokeTest = (color: string, from: readonly Json[] = ["203.0.113.9/32"]): Attributes =>
  rule("", `target-group-${color}-dev`, {
    arn: ruleArn(color),
    condition: [
      { http_header: [{ http_header_name: "X-Color", values: [color] }], source_ip: [] },
      { http_header: [], source_ip: [{ values: from }] },
    ],
  });
