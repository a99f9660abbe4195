import type { Emulator } from "../../src/rehearsal/emulator";

/** EventBridge as the emulator has it: the project has no client of its own for it. */
async function ask(endpoint: string, action: string, input: object): Promise<Record<string, unknown>> {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: {
      authorization: "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/events/aws4_request",
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSEvents.${action}`,
    },
    body: JSON.stringify(input),
  });
  return (await answer.json()) as Record<string, unknown>;
}

export interface EventRule {
  readonly Name: string;
  readonly State: string;
  readonly EventPattern: string;
  readonly Targets: ReadonlyArray<{ readonly Id: string; readonly Arn: string }>;
}

/** Every rule of the account, with its targets. */
export async function eventRules({ endpoint }: Emulator["client"]): Promise<EventRule[]> {
  const { Rules = [] } = (await ask(endpoint, "ListRules", {})) as { Rules?: EventRule[] };
  return Promise.all(
    Rules.map(async (rule) => ({
      ...rule,
      ...((await ask(endpoint, "ListTargetsByRule", { Rule: rule.Name })) as Pick<EventRule, "Targets">),
    })),
  );
}
