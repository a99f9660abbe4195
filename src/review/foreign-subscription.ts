/** A subscription that is not in Terraform's state, although its SNS topic belongs to the environment. */
export interface ForeignSubscription {
  /** The ARN of the SNS topic. */
  readonly topic: string;
  /** The ARN of the subscription, or `PendingConfirmation` until somebody has confirmed the subscription. */
  readonly arn: string;
  /** The subscription's protocol and endpoint. The parts of the endpoint that identify a person or may contain a secret are removed. */
  readonly to: string;
}
