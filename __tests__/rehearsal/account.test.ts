import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { GetRoleCommand, IAMClient, ListPoliciesCommand } from "@aws-sdk/client-iam";
import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { withoutUserSettings } from "../../src/rehearsal/emulator";
import { run } from "../../src/rehearsal/process";
import { ACCOUNT } from "../support/account";
import { Account, MINUTES } from "./support";

const PROJECT = resolve(__dirname, "../..");
const STACK = "github-account";

/** As `npm run account` does it, in a directory of its own. */
describe("the account's stack", () => {
  let account: Account;
  let cwd: string;
  let env: NodeJS.ProcessEnv;
  let terraform: string;
  const iam = () => new IAMClient(account.emulator.client);
  const log = () => ({ cwd, env, logFile: join(cwd, "account.log") });
  const command = (name: string, ...args: string[]) =>
    run(
      process.execPath,
      [
        "--require",
        join(PROJECT, "src/register.js"),
        join(PROJECT, "src/commands/account.ts"),
        name,
        ...args,
      ],
      log(),
    );

  beforeAll(async () => {
    account = await Account.open("account");
    const { variables, logFile } = await account.environment("unused");
    cwd = join(dirname(logFile), "..", "github");
    env = { ...withoutUserSettings(process.env), ...variables };
    terraform = variables.TERRAFORM_BINARY_NAME ?? "terraform";
    mkdirSync(cwd);
    writeFileSync(join(cwd, "account.json"), JSON.stringify(ACCOUNT));
  }, MINUTES);

  afterAll(() => account?.close());

  it(
    "is deployed, with its state where no environment's is",
    async () => {
      expect(await command("deploy")).toBe(2); // nobody can be asked
      expect(await command("deploy", "--auto-approve")).toBe(0);
      const { Role } = await iam().send(new GetRoleCommand({ RoleName: "github-deploy-role-prod" }));
      expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toContain(
        "repo:example/payments:environment:prod",
      );
      const state = { Bucket: account.stateBucket, Key: "_account/github.tfstate" };
      await new S3Client(account.emulator.client).send(new HeadObjectCommand(state));
    },
    2 * MINUTES,
  );

  it(
    "has nothing left to change",
    async () => {
      const args = [
        `-chdir=cdktf.out/stacks/${STACK}`,
        "plan",
        "-detailed-exitcode",
        "-input=false",
        "-no-color",
      ];
      expect(await run(terraform, args, log())).toBe(0);
    },
    3 * MINUTES,
  );

  it(
    "is destroyed, and leaves nothing",
    async () => {
      expect(await command("destroy", "--auto-approve")).toBe(0);
      await expect(iam().send(new GetRoleCommand({ RoleName: "github-deploy-role-prod" }))).rejects.toThrow(
        /not found/i,
      );
      const { Policies } = await iam().send(new ListPoliciesCommand({ Scope: "Local" }));
      expect(Policies).toEqual([]);
    },
    2 * MINUTES,
  );
});
