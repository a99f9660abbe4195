import { App } from "cdktf";
import { safeParse } from "valibot";
import { ConfigurationError, toProblems } from "../config/problems";
import { stateBucketSchema } from "../config/schema";
import { loadAccount } from "./settings";
import { AccountStack } from "./stack";

try {
  const settings = loadAccount(process.env.ACCOUNT_FILE ?? "account.json");
  const bucket = safeParse(stateBucketSchema, process.env.STATE_BUCKET);
  if (!bucket.success) {
    throw new ConfigurationError("the environment variables", toProblems("STATE_BUCKET", bucket.issues));
  }
  const app = new App({ stackTraces: false });
  new AccountStack(app, { ...settings, stateBucket: bucket.output });
  app.synth();
} catch (error) {
  if (!(error instanceof ConfigurationError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}
