import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { withoutUserSettings } from "../../src/rehearsal/emulator";
import { ensureStateBucket } from "../../src/state/bucket";
import { Account, MINUTES } from "./support";

const PROJECT = resolve(__dirname, "../..");
const BUCKET = "terraform-state-123456789012-us-east-1";

describe("npm run bootstrap", () => {
  let account: Account;
  let s3: S3Client;

  beforeAll(async () => {
    account = await Account.open("bootstrap");
    s3 = new S3Client(account.emulator.client);
  }, MINUTES);

  afterAll(() => account?.close());

  const bootstrap = () =>
    promisify(execFile)("npm", ["run", "--silent", "bootstrap"], {
      cwd: PROJECT,
      env: { ...withoutUserSettings(process.env), ...account.emulator.variables },
    });

  it("changes nothing the second time, and prints the bucket", async () => {
    // The account was opened with the same function.
    const { stdout, stderr } = await bootstrap();
    expect(stdout).toBe(`export STATE_BUCKET=${BUCKET}\n`);
    expect(stderr).toContain(`nothing to change: ${BUCKET} is as it should be`);
  });

  it("puts right what differs, and only that", async () => {
    const VersioningConfiguration = { Status: "Suspended" } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration }));
    const deletesStates = {
      ID: "x",
      Status: "Enabled",
      Filter: { Prefix: "" },
      Expiration: { Days: 30 },
    } as const;
    const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: BUCKET }));
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: BUCKET,
        LifecycleConfiguration: { Rules: [...Rules, deletesStates] },
      }),
    );
    const { stderr } = await bootstrap();
    expect(stderr).toBe(`switched versioning on: ${BUCKET}\nexpired old versions after 90 days: ${BUCKET}\n`);
    expect((await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: BUCKET }))).Rules).toEqual(
      Rules,
    );
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket: BUCKET }))).Status).toBe("Enabled");
  });

  it("makes a bucket for another account from nothing", async () => {
    const { name, changes } = await ensureStateBucket(s3, "111122223333");
    expect(name).toBe("terraform-state-111122223333-us-east-1");
    expect(changes).toEqual([
      "created the bucket",
      "switched versioning on",
      "switched default encryption on",
      "blocked public access",
      "refused plain HTTP by bucket policy",
      "expired old versions after 90 days",
    ]);
  });
});
