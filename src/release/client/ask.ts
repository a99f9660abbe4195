import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { InvokeCommand, LambdaClient, type LambdaClientConfig } from "@aws-sdk/client-lambda";
import { networkAdvice, signInAdvice } from "../../aws/advice";
import { CLIENT } from "../../aws/client-options";
import { REGION } from "../../naming/region";
import type { Command } from "../controller/command";
import { parseDocument } from "../controller/document";
import type { Result } from "../controller/tick-state";
import { controllerName, type Environment } from "./environment";

/** The error for a release controller that could not be invoked, or that did not answer. */
export class ControllerError extends Error {
  public override readonly name = "ControllerError";
  public constructor(
    message: string,
    /** True if the controller may have received and carried out the command. */
    public readonly mayBeDone: boolean,
  ) {
    super(message);
  }
}

/**
 * Sends a command to the release controller, and waits for the result.
 *
 * @throws ControllerError if the controller cannot be reached or gives no answer
 */
export type Ask = (command: Command) => Promise<Result>;

/** Returns the fields that every command has: a new id, the name of the sender, and the sender's reason. */
export const newCommand = (by: string, reason = "") => ({ id: randomUUID(), by, reason });

/** The timeout of one attempt to invoke the controller's Lambda function, in milliseconds. The function's own timeout is 30 seconds. */
const ONE_TRY = 35_000;
/**
 * The timeout of all attempts together, in milliseconds. An invocation takes a few seconds, and Lambda ends a hanging function
 * after 30 seconds. A longer timeout would only delay a person who then has to roll back without the controller.
 */
const ALL_TRIES = 40_000;

/**
 * Returns a Lambda client that waits for as long as the function may run. Its retries are safe: the controller carries out a command once,
 * even if a command with the same id arrives several times.
 */
export function lambdaClient(options: LambdaClientConfig = {}): LambdaClient {
  const client = new LambdaClient({
    ...CLIENT,
    maxAttempts: 3,
    requestHandler: { ...CLIENT.requestHandler, requestTimeout: ONE_TRY },
    ...options,
  });
  client.middlewareStack.addRelativeTo(notesAttempts, {
    relation: "after", // inside the SDK's retries, so it runs once for each attempt
    toMiddleware: "retryMiddleware",
    name: "notesAttempts",
  });
  return client;
}

/** The errors of the SDK's earlier attempts to send the same command. The key is the error of the last attempt. */
const EARLIER = new WeakMap<Error, readonly Error[]>();

/** A middleware of the SDK that fills {@link EARLIER}, because the SDK throws only the error of the last attempt. */
const notesAttempts = <Request, Answer>(next: (request: Request) => Promise<Answer>) => {
  const errors: Error[] = [];
  return (request: Request): Promise<Answer> =>
    next(request).catch((error: Error) => {
      EARLIER.set(error, [...errors]);
      errors.push(error);
      throw error;
    });
};

/** Returns a function that sends commands to an environment's release controller. */
export function controllerOf(
  { suffix, accountId }: Environment,
  lambda: Pick<LambdaClient, "send"> = lambdaClient(),
): Ask {
  const name = controllerName(suffix);
  // With the whole ARN, the command cannot reach a function of the same name in another account.
  const FunctionName =
    accountId === undefined ? name : `arn:aws:lambda:${REGION}:${accountId}:function:${name}`;
  return async (command) => {
    const abortSignal = AbortSignal.timeout(ALL_TRIES);
    const invoke = new InvokeCommand({
      FunctionName,
      InvocationType: "RequestResponse",
      Payload: JSON.stringify({ command }),
    });
    for (let before: string | undefined; ; ) {
      const { FunctionError, Payload } = await lambda.send(invoke, { abortSignal }).catch((error: Error) => {
        const words = wordsOf(error, name, accountId);
        if (mayBeDone(error)) throw new ControllerError(words, true);
        const earlier = before ?? attemptThatMayBeDone(error, name);
        throw earlier === undefined
          ? new ControllerError(words, false)
          : new ControllerError(
              `${earlier}: it may have carried out the command all the same; the next attempt failed too: ${words}`,
              true,
            );
      });
      const answer = textOf(Payload);
      if (FunctionError === undefined) return parse(answer, name);
      const failure = `the release controller ${name} failed: ${failureIn(answer)}`;
      // A failed invocation is repeated once, because its cause may be temporary: for example, an error of S3.
      if (before !== undefined || abortSignal.aborted) throw new ControllerError(failure, true);
      before = failure;
      await sleep(500);
    }
  };
}

const textOf = (payload: Uint8Array | undefined): string => new TextDecoder().decode(payload);

function parse(answer: string, name: string): Result {
  try {
    const result = JSON.parse(answer) as Result | null;
    const { document, look } = result ?? {};
    if (result && isDocument(document) && Array.isArray(look?.unknown) && look.targets) return result;
  } catch {
    // an answer that is not JSON is refused below
  }
  throw new ControllerError(
    `the answer of ${name} is not the answer of a release controller; to update the function, deploy the environment`,
    true,
  );
}

const isDocument = (it: unknown): boolean => !("unreadable" in parseDocument(JSON.stringify(it ?? null)));

/**
 * Returns the error message from the answer of a Lambda function that failed:
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
 */
function failureIn(answer: string): string {
  try {
    const { errorType = "", errorMessage = "" } = JSON.parse(answer) as Record<string, string>;
    return errorMessage || errorType || "it does not say why";
  } catch {
    return "it does not say why";
  }
}

/**
 * Messages for the errors that Lambda returns if it does not run the function:
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
 */
const NOT_RUN: Readonly<Record<string, (name: string, account: string, message: string) => string>> = {
  ResourceNotFoundException: (name, account) =>
    `there is no release controller ${name} in ${REGION}${account}: is the environment deployed?`,
  AccessDeniedException: (name, account, message) =>
    `these credentials have no permission to invoke the release controller ${name}${account}: assume the releaser role (${message})`,
  TooManyRequestsException: (name) =>
    `Lambda throttles ${name}: all of the account's concurrent executions are in use`,
};

const mayBeDone = (error: Error): boolean =>
  !(error.name in NOT_RUN) && signInAdvice(error, process.env) === undefined;

/** Returns words about an earlier attempt of the SDK, if the controller may have received and carried out the command in that attempt. */
function attemptThatMayBeDone(error: Error, controller: string): string | undefined {
  const attempt = EARLIER.get(error)?.find(mayBeDone);
  return (
    attempt && `the release controller ${controller} gave no answer (${attempt.name}: ${attempt.message})`
  );
}

function wordsOf(error: Error, controller: string, accountId: string | undefined): string {
  const { name, message } = error;
  // The SDK also reports a broken connection as a TimeoutError; such an error has a code.
  if (["AbortError", "TimeoutError"].includes(name) && !("code" in error)) {
    return `the release controller ${controller} did not answer within ${ALL_TRIES / 1000} s`;
  }
  const account = accountId === undefined ? "" : ` of account ${accountId}`;
  const network = networkAdvice(error);
  return (
    NOT_RUN[name]?.(controller, account, message) ??
    signInAdvice(error, process.env) ??
    `the release controller ${controller} could not be asked: ${name}: ${message}${network === undefined ? "" : `\n${network}`}`
  );
}
