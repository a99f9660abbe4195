/** A subscription to one of the environment's topics that is not in Terraform's state. */
export interface ForeignSubscription {
  /** ARN of the topic. */
  readonly topic: string;
  /** ARN of the subscription; `PendingConfirmation` until somebody confirms the subscription. */
  readonly arn: string;
  /** Protocol and address, without the parts of the address that name a person or may contain a key. */
  readonly to: string;
}
