import type { S3Client } from "@aws-sdk/client-s3";

/**
 * Returns a function that tells the time by AWS's clock: the `Date` header of S3's newest response, plus the time that has passed since
 * that response. The commands compare the times of a release with AWS's clock, because this machine's clock may be wrong by hours. Before
 * the first response, the function tells the time by this machine's clock.
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
    // The deserializer throws an error for an error response. This middleware gets the response before the deserializer, so it can read the
    // `Date` header of an error response too.
    { step: "deserialize", priority: "low", name: "awsClock" },
  );
  return () => own() + ahead;
}
