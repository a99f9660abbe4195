import type { S3Client } from "@aws-sdk/client-s3";

/**
 * Returns AWS's clock: the `Date` header of the newest response, plus the time that has passed since that response. The times of
 * a release are compared with AWS's clock, because the clock of this machine may be wrong by hours. Before the first response,
 * this machine's clock is used.
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
    // This middleware sees a response before the deserializer does: the deserializer throws for an error response, and an
    // error response has a `Date` header too.
    { step: "deserialize", priority: "low", name: "awsClock" },
  );
  return () => own() + ahead;
}
