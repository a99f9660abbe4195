import { REGION } from "../naming/region";
import type { Emulator } from "./emulator";

/** The answer of a Lambda function. */
export interface Invoked {
  /** What the handler answered, or `{ errorType, errorMessage, trace }`. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Whether the function failed: the header X-Amz-Function-Error. */
  readonly error: boolean;
}

/**
 * Invokes a function of the emulator, and waits for its answer.
 *
 * @throws Error when Lambda itself refuses: there is no such function
 */
export async function invoke(
  emulator: Pick<Emulator, "endpoint">,
  functionName: string,
  event: unknown,
): Promise<Invoked> {
  const response = await callLambda(
    emulator,
    "POST",
    `2015-03-31/functions/${functionName}/invocations`,
    event,
  );
  const text = await response.text();
  if (!response.ok) throw new Error(`Lambda answers ${response.status}: ${text}`);
  return { payload: JSON.parse(text), error: response.headers.has("X-Amz-Function-Error") };
}

/** A call of Lambda's API, by no client: the emulator reads the service from the signature, and checks none. */
export function callLambda(
  { endpoint }: Pick<Emulator, "endpoint">,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const Authorization = `AWS4-HMAC-SHA256 Credential=rehearsal/20260101/${REGION}/lambda/aws4_request, SignedHeaders=host, Signature=0`;
  return fetch(`${endpoint}/${path}`, {
    method,
    headers: { Authorization, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
