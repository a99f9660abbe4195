import type { ReviewInput } from "./section";
import { attribute } from "./terraform-plan";
import { data, type Text, text } from "./text";

/**
 * Returns sentences about the load balancer's listeners and listener rules that are not in Terraform's state. A plan does not show them,
 * because Terraform reads only its own resources. Returns undefined if the role that made the plan may not list them. Returns an empty list
 * if the plan destroys the whole environment, because AWS then deletes them with the load balancer.
 */
export function listenersMadeByHand({ changes, traffic, ends }: ReviewInput): readonly Text[] | undefined {
  if (ends) return [];
  const arns = new Set(
    changes
      .filter(({ type }) => ["aws_lb_listener", "aws_lb_listener_rule"].includes(type))
      .map(({ change }) => attribute(change.before, "arn")),
  );
  return traffic.listeners?.flatMap(({ arn, answers, rules }) =>
    arns.has(arn)
      ? rules
          .filter((rule) => !arns.has(rule.arn))
          .map(
            (rule) =>
              text`a rule outside of the configuration takes requests of the listener on ${data(answers)} before the listener's own action gets them (${data(rule.does)}): no deploy removes the rule; to remove it, run ${data(`aws elbv2 delete-rule --rule-arn ${rule.arn}`)}`,
          )
      : [
          text`a listener outside of the configuration answers on ${data(answers)}: no deploy removes it; to remove it, run ${data(`aws elbv2 delete-listener --listener-arn ${arn}`)}`,
        ],
  );
}
