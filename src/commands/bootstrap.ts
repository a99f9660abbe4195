import { S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { Command } from "commander";
import { ensureStateBucket } from "../state/bucket";

const REGION = "us-east-1";

const command = new Command("npm run bootstrap --")
  .description(
    "Makes the S3 bucket that holds the Terraform state, terraform-state-<account>-us-east-1, in the account that your\nAWS credentials belong to, or puts right what differs. Running it again changes nothing.",
  )
  .addHelpText("after", "\nExit codes: 0 the bucket is as it should be, 1 it is not, 2 bad usage")
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .action(bootstrap);

async function bootstrap(): Promise<void> {
  const { Account: accountId } = await new STSClient({ region: REGION }).send(
    new GetCallerIdentityCommand({}),
  );
  if (!accountId) throw new Error("AWS did not say which account these credentials belong to");
  const { name, changes } = await ensureStateBucket(new S3Client({ region: REGION }), accountId);
  for (const change of changes) console.error(`${change}: ${name}`);
  if (changes.length === 0) console.error(`nothing to change: ${name} is as it should be`);
  // The one line on standard output, so that `eval "$(npm run --silent bootstrap)"` sets it.
  console.log(`export STATE_BUCKET=${name}`);
}

command.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
