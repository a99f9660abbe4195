import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CLIENT } from "../../src/aws/client-options";
import { failedCallOf } from "../../src/aws/failed-call";

it("the SDK itself tells which call an error belongs to", async () => {
  const client = new S3Client({
    ...CLIENT,
    maxAttempts: 1,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    endpoint: "http://127.0.0.1:9", // where nobody listens
    forcePathStyle: true,
  });
  const error = await client
    .send(new GetObjectCommand({ Bucket: "state", Key: "x" }))
    .catch((thrown: Error) => thrown);
  expect(failedCallOf(error)).toEqual({ name: "S3 GetObject", bucketAndKey: "state/x" });
});
