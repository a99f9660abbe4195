/** A call of AWS that failed. */
interface FailedCall {
  /** The call in words, such as `S3 GetObject`. */
  readonly name: string;
  /** The bucket, and the object in it. @default - not a call of S3 */
  readonly bucketAndKey?: string;
}

const FAILED = new WeakMap<object, FailedCall>();

/**
 * The call that failed with an error, which the SDK's errors do not name.
 *
 * @returns undefined for an error that no client of ours has thrown
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
 * The `logger` of every client: records the call of each error, and prints only the SDK's warnings.
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
