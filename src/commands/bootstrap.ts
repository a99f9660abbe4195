import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { CLIENT } from "../aws/client-options";
import { signedIn } from "../aws/signed-in";
import { ensureStateBucket, stateBucketName } from "../state/bucket";
import { Command } from "./command";
import { EXIT_FAILED, EXIT_REFUSED, end } from "./end";

new Command("npm run bootstrap --")
  .description(
    `Creates the S3 bucket of Terraform's state, ${stateBucketName("<account>")}, in the account of your AWS\ncredentials. If the bucket exists, the command corrects settings that differ.`,
  )
  .addHelpText(
    "after",
    `\nExit codes: 0 the bucket exists with the right settings; ${EXIT_FAILED} failed; ${EXIT_REFUSED} refused: another account owns the bucket, or bad usage.`,
  )
  .exitOverride()
  .action(bootstrap)
  .parseAsync()
  .catch(end);

async function bootstrap(): Promise<void> {
  const { accountId } = await signedIn(new STSClient(CLIENT), undefined);
  const { name, changes } = await ensureStateBucket(new S3Client(CLIENT), accountId);
  for (const change of changes) console.error(`${change}: ${name}`);
  if (changes.length === 0) console.error(`nothing to change: ${name} is as it should be`);
  // This is the only line on standard output, so that `eval "$(npm run --silent bootstrap)"` sets the variable.
  console.log(`export STATE_BUCKET=${name}`);
}
