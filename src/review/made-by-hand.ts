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
              text`the listener on ${data(answers)} has a rule outside of the configuration (${data(rule.does)}); the load balancer applies this rule before the listener's default action; no deploy removes the rule; to remove the rule, run ${data(`aws elbv2 delete-rule --rule-arn ${rule.arn}`)}`,
          )
      : [
          text`the load balancer has a listener outside of the configuration, on ${data(answers)}; no deploy removes the listener; to remove the listener, run ${data(`aws elbv2 delete-listener --listener-arn ${arn}`)}`,
        ],
  );
}
