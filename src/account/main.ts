import { App } from "cdktf";
import { loadStateBucket } from "../settings/load";
import { ConfigurationError } from "../settings/problems";
import { ACCOUNT_FILE, loadAccount } from "./settings";
import { AccountStack } from "./stack";

try {
  const settings = loadAccount(process.env.ACCOUNT_FILE ?? ACCOUNT_FILE);
  const stateBucket = loadStateBucket(process.env.STATE_BUCKET);
  const app = new App({ stackTraces: false });
  new AccountStack(app, { ...settings, stateBucket });
  app.synth();
} catch (error) {
  if (!(error instanceof ConfigurationError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}
