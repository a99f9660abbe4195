import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { type Aws, aws, brief, type Place, wordsOf } from "./aws";
import type { Answer, Call } from "./call";
import type { Command } from "./command";
import { deliver } from "./deliver";
import { keepUnreadable, readDocument, writeDocument } from "./document-object";
import { freeLock, takeLock } from "./lock-object";
import { observe } from "./observe";
import type { ControllerSettings } from "./settings";
import { next } from "./tick";
import { begin, type Cause, type Result, type Tick } from "./tick-state";
import { moveListener } from "./traffic";

/** The event that invokes the function: the schedule's event, which comes every minute, an alarm's change of state, or a command. */
export interface Event {
  readonly command?: Command;
  readonly "detail-type"?: string;
  readonly detail?: {
    readonly alarmName?: string;
    readonly state?: { readonly value?: string; readonly timestamp?: string };
  };
}

/**
 * The properties of Lambda's context object that the handler uses.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
 */
export interface Context {
  readonly awsRequestId: string;
  readonly invokedFunctionArn: string;
}

let clients: Aws | undefined; // reused by later invocations in the same execution environment

/**
 * Runs one tick (one run of the controller). If the tick fails, the function throws an error. Lambda adds the error to the function's
 * metric `Errors`. An alarm watches this metric.
 *
 * @throws Error if the release document cannot be read or written, or the environment cannot be found
 */
export async function handler(event: Event, context: Context): Promise<Result> {
  clients ??= aws();
  const settings: ControllerSettings = require("./settings.json"); // beside the code, in the zip
  const [, , , region = "", accountId = ""] = context.invokedFunctionArn.split(":");
  return run(clients, { settings, region, accountId }, causeOf(event, context, settings));
}

/**
 * Reads from the event the reason for the invocation. Each invocation runs one tick. If an alarm went to ALARM before the release began, the
 * tick ignores the alarm's event. If the event of an alarm has no valid time, `causeOf` uses the present time, and the tick does not ignore
 * the event.
 */
export function causeOf(
  event: Event,
  { awsRequestId }: Pick<Context, "awsRequestId">,
  { alarms }: Pick<ControllerSettings, "alarms">,
): Cause {
  const { command, detail: { alarmName, state } = {} } = event;
  const { timestamp = "" } = state ?? {};
  // Date.parse() also accepts texts that are not in ISO 8601.
  const at = /^\d{4}-\d\d-\d\dT/.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  return {
    requestId: awsRequestId,
    alarms,
    ...(command && { command }),
    ...(alarmName !== undefined &&
      state?.value === "ALARM" && { alarm: { name: alarmName, at: Number.isNaN(at) ? Date.now() : at } }),
  };
}

/** Runs a tick (one run of the controller) to its end: makes each call to AWS that the tick asks for, and passes the answer to the tick. */
export async function run(clients: Aws, place: Place, cause: Cause): Promise<Result> {
  for (let tick: Tick = { ...begin(cause), startedAt: performance.now() }; ; ) {
    const answer = await answerTo(tick.call, clients, place).catch(
      (error: unknown): Answer => ({ kind: "failed", message: wordsOf(error) }),
    );
    const { call } = tick;
    if (answer.kind === "failed") console.error(JSON.stringify({ call: call.kind, failed: answer.message }));
    const following = next(tick, answer, performance.now());
    if ("done" in following) return following.done;
    if ("failed" in following) throw new Error(following.failed);
    tick = following.tick;
  }
}

const DONE = { kind: "done" } as const;

async function answerTo(call: Call, clients: Aws, place: Place): Promise<Answer> {
  const { settings } = place;
  switch (call.kind) {
    case "read":
      return readDocument(clients.s3, settings);
    case "keep":
      await keepUnreadable(clients.s3, settings, call.text);
      return DONE;
    case "look":
      return { kind: "look", look: await observe(clients, place, call.wanted) };
    case "lock": {
      const lock = await takeLock(clients.s3, settings, call);
      return lock === undefined ? DONE : { kind: "held", lock };
    }
    case "write":
      return writeDocument(clients.s3, settings, call.document, call.etag);
    case "record": {
      const { name, description, allowedPattern } = settings.parameter;
      await clients.ssm.send(
        new PutParameterCommand({
          Name: name,
          Value: String(call.green),
          Type: "String",
          Overwrite: true,
          Description: description,
          AllowedPattern: allowedPattern,
        }),
        brief(),
      );
      return DONE;
    }
    case "move":
      await moveListener(clients, settings, call);
      return DONE;
    case "unlock":
      await freeLock(clients.s3, settings, call.id);
      return DONE;
    case "deliver": {
      const { left, failures } = await deliver(clients, place, call.events);
      for (const failed of failures) console.error(JSON.stringify({ call: call.kind, failed }));
      return { kind: "delivered", left };
    }
    case "wait":
      await new Promise((resolve) => setTimeout(resolve, call.milliseconds));
      return DONE;
  }
}
