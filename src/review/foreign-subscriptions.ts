import { paginateListSubscriptionsByTopic, type SNSClient, type Subscription } from "@aws-sdk/client-sns";
import type { ForeignSubscription } from "./foreign-subscription";
import { REDACTED } from "./redact";
import { type Finding, note, type ReviewInput, warning } from "./section";
import { shownSubscriber } from "./subscriber";
import { attribute, parsePlan, type ResourceChange } from "./terraform-plan";
import { data, text } from "./text";

/**
 * The text in the place of an ARN that SNS lists for a subscription that waits to be confirmed.
 * https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
 */
const PENDING = "PendingConfirmation";

/** The text in the place of an ARN that SNS lists for some days after an unsubscription. */
const DELETED = "Deleted";

const TOPIC = "aws_sns_topic";
const SUBSCRIPTION = "aws_sns_topic_subscription";

/**
 * Finds subscriptions that somebody made outside of Terraform. Subscriptions are compared with the plan's by their whole address,
 * which no review shows and no manifest holds. An address that is the ARN of a resource of the plan, such as a function, belongs
 * to the environment.
 *
 * @returns undefined where the role may not list subscriptions
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
    if (/^NotFound/.test(name)) return []; // the topic was deleted by hand, and Terraform reports that
    throw error;
  }
}

/** ARNs of a plan's resources, subscriptions included, and the subscriptions' addresses before and after the plan. */
const ownNames = ({ type, change }: ResourceChange): string[] =>
  [change.before, change.after]
    .flatMap((it) => [attribute(it, "arn"), type === SUBSCRIPTION && attribute(it, "endpoint")])
    .filter((it) => typeof it === "string");

const topicsOf = (changes: readonly ResourceChange[]): string[] =>
  changes
    .filter(({ type }) => type === TOPIC)
    .map(({ change }) => attribute(change.before, "arn"))
    .filter((it) => typeof it === "string");

/** One warning for each subscription: somebody gets the alarms, and no review has shown that. */
export function foreignSubscriptionFindings({ changes, foreignSubscriptions, ends }: ReviewInput): Finding[] {
  if (ends) return [];
  if (foreignSubscriptions === undefined) {
    return topicsOf(changes).length === 0
      ? []
      : [note(text`subscriptions made by hand were not looked for: this role may not list them`)];
  }
  return foreignSubscriptions.map(({ topic, arn, to }) => {
    const name = topic.split(":").at(-1) ?? "";
    return arn === PENDING
      ? // https://aws.amazon.com/about-aws/whats-new/2023/05/amazon-sns-automatic-deletion-unconfirmed-subscriptions/
        warning(
          text`a subscription that no configuration knows waits to be confirmed by ${data(to)}, which then gets every message of ${data(name)}: AWS deletes it 48 hours after it was made, unless somebody confirms it`,
        )
      : warning(
          text`a subscription that no configuration knows sends every message of ${data(name)} to ${data(to)}: no deploy removes it, ${data(`aws sns unsubscribe --subscription-arn ${arn}`)} does`,
        );
  });
}
