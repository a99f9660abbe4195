import { stateBucketDiffers, stateBucketExists } from "../state/bucket";
import { RefusedError } from "../terminal/refused";
import type { Check } from "./check";
import { cannotKnow, type Finding, fail, pass } from "./finding";
import type { Subject } from "./subject";

/**
 * Checks that the state bucket (STATE_BUCKET) exists, belongs to the account of the credentials, and is configured as `npm run bootstrap`
 * configures it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 */
async function stateBucket({ env, aws, me }: Subject): Promise<Finding> {
  const name = env.STATE_BUCKET;
  if (!name)
    return cannotKnow('STATE_BUCKET is not set: "npm run bootstrap" creates the bucket and prints its name');
  const { accountId } = await me();
  try {
    if (!(await stateBucketExists(aws.s3, name, accountId))) {
      return fail(
        `there is no bucket ${name}`,
        'correct STATE_BUCKET, or create the bucket: "npm run bootstrap"',
      );
    }
  } catch (error) {
    if (error instanceof RefusedError)
      return fail(error.message, "correct STATE_BUCKET, or ask for s3:ListBucket on it");
    throw error;
  }
  const differs = await stateBucketDiffers(aws.s3, name, accountId);
  return differs.length === 0
    ? pass(`${name} has the configuration that bootstrap sets`)
    : fail(
        `${name} differs from the configuration that bootstrap sets; bootstrap would report: ${differs.join(", ")}`,
        "npm run bootstrap",
      );
}

/** Checks of the state bucket. */
export const STATE: readonly Check<Subject>[] = [
  {
    name: "state bucket",
    calls: [
      "s3:ListBucket",
      "s3:GetBucketVersioning",
      "s3:GetEncryptionConfiguration",
      "s3:GetBucketPublicAccessBlock",
      "s3:GetBucketPolicy",
      "s3:GetLifecycleConfiguration",
    ],
    look: stateBucket,
  },
];
