/** An AWS call that failed. */
interface FailedCall {
  /** The AWS service and the action, such as `S3 GetObject`. */
  readonly name: string;
  /** The bucket and the object key of an S3 call, such as `bucket/key`. @default - the call is not an S3 call */
  readonly bucketAndKey?: string;
}

const FAILED = new WeakMap<object, FailedCall>();

/**
 * Returns the AWS call that failed with the given error. This function is needed because the SDK's errors do not contain the call.
 *
 * @returns undefined if the error does not come from a client with the logger {@link NOTES_FAILED_CALLS}
 */
export const failedCallOf = (error: object): FailedCall | undefined => FAILED.get(error);

interface Logged {
  readonly clientName?: string;
  readonly commandName?: string;
  readonly input?: { readonly Bucket?: string; readonly Key?: string };
  readonly error?: unknown;
}

const nothing = (): void => {};

/**
 * The `logger` of all AWS clients. If a call fails, the logger records the call for {@link failedCallOf}. It prints only the SDK's
 * warnings.
 * https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-smithy-types/Interface/Logger/
 */
export const NOTES_FAILED_CALLS = {
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: (...words: unknown[]): void => console.warn(...words),
  error: ({ clientName = "", commandName = "", input, error }: Logged = {}): void => {
    if (typeof error !== "object" || error === null || commandName === "") return;
    const { Bucket, Key } = input ?? {};
    FAILED.set(error, {
      name: `${clientName.replace(/Client$/, "")} ${commandName.replace(/Command$/, "")}`,
      ...(Bucket !== undefined && { bucketAndKey: [Bucket, Key].filter(Boolean).join("/") }),
    });
  },
};
