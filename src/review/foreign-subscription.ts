/** A subscription to a topic of the environment that Terraform's state does not have. */
export interface ForeignSubscription {
  /** ARN of the topic. */
  readonly topic: string;
  /** ARN of the subscription; {@link PENDING} as long as nobody has confirmed it. */
  readonly arn: string;
  /** Protocol and address, without the parts that are personal or may be a key. */
  readonly to: string;
}
