import { paginateListSubscriptionsByTopic, type SNSClient, type Subscription } from "@aws-sdk/client-sns";
import type { ForeignSubscription } from "./foreign-subscription";
import { REDACTED } from "./redact";
import { type Finding, type ReviewInput, warning } from "./section";
import { asListed, shownSubscriber } from "./subscriber";
import { attribute, parsePlan, type ResourceChange } from "./terraform-plan";
import { data, text } from "./text";

/**
 * The text that SNS returns in the place of the ARN if nobody has confirmed a subscription yet.
 * https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
 */
const PENDING = "PendingConfirmation";

/** The text that SNS returns in the place of the ARN for some days after somebody has deleted a subscription. */
const DELETED = "Deleted";

const TOPIC = "aws_sns_topic";
const SUBSCRIPTION = "aws_sns_topic_subscription";

/**
 * Finds subscriptions that somebody made outside of Terraform. The function reads all subscriptions of the environment's SNS topics. The
 * function omits a subscription if the plan contains the subscription's ARN or endpoint. For example, the endpoint can be the ARN of a
 * Lambda function in the plan. The result contains only a part of each endpoint, because a whole endpoint can contain a secret.
 *
 * @returns the subscriptions; undefined if this AWS identity is not allowed to list subscriptions
 */
export async function readForeignSubscriptions(
  sns: SNSClient,
  planJson: string,
): Promise<readonly ForeignSubscription[] | undefined> {
  const { resource_changes: changes = [] } = parsePlan(planJson);
  const own = new Set(changes.flatMap(ownNames));
  try {
    const found: Subscription[] = [];
    for (const TopicArn of topicsOf(changes)) {
      for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic(
        { client: sns },
        { TopicArn },
      )) {
        found.push(...Subscriptions);
      }
    }
    return found
      .filter(
        ({ SubscriptionArn = "", Endpoint = "" }) => ![SubscriptionArn, Endpoint].some((it) => own.has(it)),
      )
      .filter(({ SubscriptionArn }) => SubscriptionArn !== DELETED)
      .map(({ TopicArn = "", SubscriptionArn = "", Protocol = "", Endpoint = "" }) => ({
        topic: TopicArn,
        arn: SubscriptionArn,
        to: `${Protocol} ${shownSubscriber(Endpoint, REDACTED)}`,
      }))
      .sort((a, b) => `${a.arn} ${a.to}`.localeCompare(`${b.arn} ${b.to}`));
  } catch (error) {
    const { name } = error as Error;
    // https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
    if (/^(AccessDenied|AuthorizationError)/.test(name)) return undefined;
    if (/^NotFound/.test(name)) return []; // somebody deleted the topic by hand; Terraform reports that
    throw error;
  }
}

/**
 * Returns the ARNs of a resource before and after the plan. For an SNS subscription, also returns its endpoints before and after the plan.
 */
const ownNames = ({ type, change }: ResourceChange): string[] =>
  [change.before, change.after]
    .flatMap((it) => [attribute(it, "arn"), type === SUBSCRIPTION && attribute(it, "endpoint")])
    .filter((it) => typeof it === "string")
    .map(asListed);

const topicsOf = (changes: readonly ResourceChange[]): string[] =>
  changes
    .filter(({ type }) => type === TOPIC)
    .map(({ change }) => attribute(change.before, "arn"))
    .filter((it) => typeof it === "string");

/**
 * Returns a warning for each subscription that somebody made outside of Terraform. Its recipient gets all alarms, although no review has
 * shown the subscription. `not-looked-for.ts` has the finding about subscriptions that nobody could list.
 */
export function foreignSubscriptionFindings({ foreignSubscriptions = [], ends }: ReviewInput): Finding[] {
  if (ends) return [];
  return foreignSubscriptions.map(({ topic, arn, to }) => {
    const name = topic.split(":").at(-1) ?? "";
    return arn === PENDING
      ? // https://aws.amazon.com/about-aws/whats-new/2023/05/amazon-sns-automatic-deletion-unconfirmed-subscriptions/
        warning(
          text`a subscription outside of the configuration is not confirmed yet: ${data(to)} can still confirm it, and then gets every message of ${data(name)}; AWS deletes an unconfirmed subscription 48 hours after it was made`,
        )
      : warning(
          text`a subscription outside of the configuration sends every message of ${data(name)} to ${data(to)}: no deploy removes it; to remove it, run ${data(`aws sns unsubscribe --subscription-arn ${arn}`)}`,
        );
  });
}
