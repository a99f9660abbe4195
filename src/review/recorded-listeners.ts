import { createHash } from "node:crypto";
import {
  type Action,
  type ElasticLoadBalancingV2Client,
  type Listener,
  paginateDescribeRules,
  type Rule,
  type RuleCondition,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { conditionWords, forwardingOf } from "./forwarding";
import type { Attributes, Json } from "./terraform-plan";
import { plain } from "./text";

/** A listener of the load balancer. Terraform or a person may have created it. */
export interface RecordedListener {
  readonly arn: string;
  /** The listener's protocol and port, such as `HTTP 80`. */
  readonly answers: string;
  /**
   * The listener's rules without the default rule. The listener uses its default action only for requests that match none of these rules.
   */
  readonly rules: readonly RecordedRule[];
}

export interface RecordedRule {
  readonly arn: string;
  /** A text about the requests that match the rule, and about their destination. It contains no values that may be secret. */
  readonly does: string;
  /** A digest of the rule's priority, conditions and actions. */
  readonly digest: string;
}

/** Reads the rules of listeners from AWS. @returns the listeners with their rules; undefined if this AWS identity may not list rules */
export async function readListeners(
  elb: ElasticLoadBalancingV2Client,
  listeners: readonly Listener[],
  suffix: string,
): Promise<readonly RecordedListener[] | undefined> {
  try {
    const recorded = await Promise.all(
      listeners.map(async ({ ListenerArn = "", Protocol, Port }): Promise<RecordedListener> => {
        const rules: Rule[] = [];
        for await (const { Rules = [] } of paginateDescribeRules({ client: elb }, { ListenerArn })) {
          rules.push(...Rules);
        }
        return {
          arn: ListenerArn,
          answers: `${Protocol} ${Port}`,
          rules: rules
            .filter(({ IsDefault }) => IsDefault !== true)
            .map((rule) => ({ arn: rule.RuleArn ?? "", does: inWords(rule, suffix), digest: digestOf(rule) }))
            .sort(byArn),
        };
      }),
    );
    return recorded.sort(byArn);
  } catch (error) {
    if (/^AccessDenied/.test((error as Error).name)) return undefined;
    throw error;
  }
}

const byArn = (a: { readonly arn: string }, b: { readonly arn: string }) => a.arn.localeCompare(b.arn);

const digestOf = ({ Priority, Conditions, Actions }: Rule): string =>
  createHash("sha256")
    .update(JSON.stringify([Priority, Conditions, Actions]))
    .digest("hex");

function inWords({ Conditions = [], Actions = [] }: Rule, suffix: string): string {
  const to = forwardingOf(Actions.map(asTerraformHasIt), suffix);
  return `${Conditions.map(condition).join(" and ") || "every request"}: ${to === undefined ? "to no target group" : plain(to.words)}`;
}

function condition({ Field = "", Values, ...configs }: RuleCondition): string {
  const config = Object.values(configs).find((it) => typeof it === "object");
  return conditionWords(Field, (config ?? { Values }) as unknown as Attributes);
}

function asTerraformHasIt(action: Action): Json {
  const { Type = "", TargetGroupArn, ForwardConfig, RedirectConfig, FixedResponseConfig } = action;
  const groups = ForwardConfig?.TargetGroups?.map(({ TargetGroupArn: arn = "", Weight: weight = 1 }) => ({
    arn,
    weight,
  }));
  return {
    type: Type,
    target_group_arn: TargetGroupArn ?? null,
    forward: groups && {
      target_group: groups,
      stickiness: { enabled: ForwardConfig?.TargetGroupStickinessConfig?.Enabled ?? false },
    },
    redirect: RedirectConfig && {
      protocol: RedirectConfig.Protocol ?? "",
      host: RedirectConfig.Host ?? "",
      port: RedirectConfig.Port ?? "",
      path: RedirectConfig.Path ?? "",
      query: RedirectConfig.Query ?? "",
    },
    fixed_response: FixedResponseConfig && { status_code: FixedResponseConfig.StatusCode ?? "" },
  } as Json;
}
