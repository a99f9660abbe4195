import type { S3Client } from "@aws-sdk/client-s3";

/**
 * AWS's clock: the `Date` header of the newest answer, plus the time since then. Times of a release are compared with AWS's
 * clock, because the clock of this machine may be wrong by hours. Until the first answer, this machine's clock is used.
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
    // Placed before the deserializer, which throws for an error: an error has a date too.
    { step: "deserialize", priority: "low", name: "awsClock" },
  );
  return () => own() + ahead;
}
