import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { Emulator } from "./emulator";

/** The answer of a Lambda function. */
export interface Invoked {
  /** The result of the function's handler. If the function failed: `{ errorType, errorMessage, trace }`. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** True if the function failed. */
  readonly error: boolean;
}

/**
 * Invokes a Lambda function of the emulator once, and waits for the function's answer.
 *
 * @throws ResourceNotFoundException if the emulator has no such function
 */
export async function invoke(
  { client }: Pick<Emulator, "client">,
  FunctionName: string,
  event: unknown,
): Promise<Invoked> {
  const lambda = new LambdaClient({ ...client, maxAttempts: 1 });
  try {
    const { Payload, FunctionError } = await lambda.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
    );
    return { payload: JSON.parse(new TextDecoder().decode(Payload)), error: FunctionError !== undefined };
  } finally {
    lambda.destroy();
  }
}
