// Records the plans in this folder with the real Terraform and provider in an emulated account, and renders their
// reviews. Run from the project's folder, then read what changed in the reviews:
//   node --require ./src/register.js __tests__/review/recorded/record.ts            (about five minutes)
//   node --require ./src/register.js __tests__/review/recorded/record.ts --render   (reviews only)
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { CloudWatchLogsClient, PutRetentionPolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SSMClient } from "@aws-sdk/client-ssm";
import {
  ACCOUNT_ID,
  type Emulator,
  startEmulator,
  withoutUserSettings,
} from "../../../src/rehearsal/emulator";
import { ensureToolchain } from "../../../src/rehearsal/toolchain";
import { Workspace } from "../../../src/rehearsal/workspace";
import { readForeignSubscriptions } from "../../../src/review/foreign-subscriptions";
import { readTraffic } from "../../../src/review/traffic-record";
import { ensureStateBucket } from "../../../src/state/bucket";
import { RECORDINGS, type Recording, renderedReview } from "./recordings";

const PROJECT = resolve(__dirname, "../../..");
const SUFFIX = "dev";

async function record(directory: string): Promise<void> {
  const { env } = process;
  const toolchain = await ensureToolchain({ directory: join(PROJECT, ".toolchain"), env });
  const { motoServer } = toolchain;
  const emulator = await startEmulator({ motoServer, env, logFile: join(directory, "emulator.log") });
  try {
    const { name: stateBucket } = await ensureStateBucket(new S3Client(emulator.client), ACCOUNT_ID);
    const workspace = new Workspace({
      directory,
      suffix: SUFFIX,
      stateBucket,
      emulator,
      toolchain,
      env,
      environment: {},
    });
    const stack = join(directory, "cdktf.out", "stacks", workspace.stack);
    // The command is not run synchronously: the emulator waits until this process reads its output.
    const run = async (program: string, ...args: string[]) => {
      const { stdout } = await promisify(execFile)(program, args, {
        cwd: directory,
        env: { ...withoutUserSettings(env), ...workspace.variables },
        maxBuffer: Number.POSITIVE_INFINITY,
      });
      return stdout;
    };
    for (const recording of RECORDINGS) {
      console.error(`recording ${recording.name}`);
      writeFileSync(
        join(directory, "environments", `${SUFFIX}.json`),
        JSON.stringify(recording.settings ?? {}),
      );
      await run(process.execPath, "--require", join(PROJECT, "src/register.js"), join(PROJECT, "main.ts"));
      edit(join(stack, "cdk.tf.json"), recording);
      if (recording.name === "drift") await interfere(emulator, workspace);
      const terraform = (...args: string[]) => run(toolchain.terraform, `-chdir=${stack}`, ...args);
      await terraform("init", "-input=false");
      const plan = join(directory, `${recording.name}.tfplan`);
      await terraform(
        "plan",
        "-input=false",
        "-lock=false",
        `-out=${plan}`,
        ...(recording.terraformArgs ?? []),
      );
      const planJson = await terraform("show", "-json", plan);
      const recorded = {
        planJson,
        configurationJson: readFileSync(join(stack, "cdk.tf.json"), "utf8"),
        traffic: await readTraffic(
          new ElasticLoadBalancingV2Client(emulator.client),
          new SSMClient(emulator.client),
          SUFFIX,
        ),
        foreignSubscriptions: await readForeignSubscriptions(new SNSClient(emulator.client), planJson),
      };
      writeFileSync(join(__dirname, `${recording.name}.json.gz`), gzipSync(JSON.stringify(recorded)));
      if (recording.name === "first-deployment") await workspace.deploy();
    }
  } finally {
    await emulator.stop();
  }
}

function edit(file: string, { edit: change }: Recording): void {
  if (change === undefined) return;
  const document = JSON.parse(readFileSync(file, "utf8"));
  change(document.resource);
  writeFileSync(file, JSON.stringify(document, null, 2));
}

/** Makes changes as people do by hand in the AWS console, and moves traffic once. */
async function interfere({ client }: Emulator, workspace: Workspace): Promise<void> {
  await new CloudWatchLogsClient(client).send(
    new PutRetentionPolicyCommand({ logGroupName: `log-group-blue-${SUFFIX}`, retentionInDays: 1 }),
  );
  const ec2 = new EC2Client(client);
  const { SecurityGroups: [group] = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: [{ Name: "group-name", Values: [`database-security-group-${SUFFIX}`] }],
    }),
  );
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: group?.GroupId,
      IpPermissions: [
        { IpProtocol: "tcp", FromPort: 5432, ToPort: 5432, IpRanges: [{ CidrIp: "0.0.0.0/0" }] },
      ],
    }),
  );
  await new IAMClient(client).send(
    new PutRolePolicyCommand({
      RoleName: `application-role-blue-${SUFFIX}`,
      PolicyName: "just-for-today",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
      }),
    }),
  );
  await workspace.command("release", ["set", "--green", "60", "--yes"], {}, () => {});
}

async function main(): Promise<void> {
  if (!process.argv.includes("--render")) {
    const directory = join(PROJECT, ".rehearsal", "record");
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    await record(directory);
  }
  for (const { name } of RECORDINGS) writeFileSync(join(__dirname, `${name}.md`), renderedReview(name));
}

void main();
