/** Something that AWS tells of once, instead of by a metric. */
export type AwsEvent =
  | {
      readonly from: "RDS";
      readonly sourceType: "db-cluster" | "db-instance";
      readonly category: string;
      readonly id: string;
    }
  | { readonly from: "EventBridge"; readonly event: Readonly<Record<string, unknown>> };

/** What listens to events, as Terraform's JSON has it. */
export interface SynthesizedListeners {
  readonly aws_db_event_subscription?: Readonly<
    Record<
      string,
      { readonly name: string; readonly source_type: string; readonly event_categories: readonly string[] }
    >
  >;
  readonly aws_cloudwatch_event_rule?: Readonly<
    Record<string, { readonly name: string; readonly event_pattern?: string }>
  >;
}

/** Names of the subscriptions and rules that hear an event, and tell the topic. */
export function heardBy(listeners: SynthesizedListeners, event: AwsEvent): string[] {
  if (event.from === "RDS") {
    // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.Messages.html
    return Object.values(listeners.aws_db_event_subscription ?? {})
      .filter((it) => it.source_type === event.sourceType && it.event_categories.includes(event.category))
      .map(({ name }) => name);
  }
  return Object.values(listeners.aws_cloudwatch_event_rule ?? {})
    .filter(
      ({ event_pattern }) => event_pattern !== undefined && matches(JSON.parse(event_pattern), event.event),
    )
    .map(({ name }) => name);
}

/**
 * Whether an event matches a pattern of exact values.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 * @throws Error when the pattern uses another comparison
 */
function matches(pattern: unknown, event: unknown): boolean {
  return Object.entries(pattern as Record<string, unknown>).every(([field, allowed]) => {
    const value = (event as Record<string, unknown> | undefined)?.[field];
    if (!Array.isArray(allowed)) return matches(allowed, value);
    if (!allowed.every((it) => typeof it === "string")) {
      throw new Error(`event pattern: only exact values are known, not ${JSON.stringify(allowed)}`);
    }
    return [value].flat().some((it) => allowed.some((one) => sameName(one, it)));
  });
}

/** A reference of Terraform stands for the name that it will have: what was made up for an event ends with it. */
function sameName(allowed: string, value: unknown): boolean {
  return allowed.includes("${") ? typeof value === "string" : allowed === value;
}
