import type { S3Client } from "@aws-sdk/client-s3";

/**
 * AWS's clock: the `Date` of a client's newest answer, and what has gone by since. Times of a release are compared with it, because
 * the clock of this machine may be wrong by hours. Until the first answer it is this machine's.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/RESTCommonResponseHeaders.html
 */
export function awsClock(
  { middlewareStack }: Pick<S3Client, "middlewareStack">,
  own = Date.now,
): () => number {
  let ahead = 0;
  middlewareStack.add(
    (next) => async (request) => {
      const answer = await next(request);
      const { headers = {} } = answer.response as { readonly headers?: Readonly<Record<string, string>> };
      const date = Date.parse(headers.date ?? "");
      if (Number.isFinite(date)) ahead = date - own();
      return answer;
    },
    // Inside of what reads the answer, which throws where it is an error: that has a date too.
    { step: "deserialize", priority: "low", name: "awsClock" },
  );
  return () => own() + ahead;
}
