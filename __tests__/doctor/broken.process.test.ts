import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CreateTrailCommand } from "@aws-sdk/client-cloudtrail";
import { CreateRepositoryCommand } from "@aws-sdk/client-ecr";
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { runChecks } from "../../src/doctor/check";
import { CHECKS } from "../../src/doctor/checks";
import { reportText } from "../../src/doctor/report";
import { subjectOf } from "../../src/doctor/subject";
import { type Emulator, startEmulator, withoutUserSettings } from "../../src/rehearsal/emulator";
import { ensureMotoServer } from "../../src/rehearsal/moto-server";
import { administrator, type World } from "./broken-account";
import { SETTINGS, SITUATIONS } from "./situations";

const PROJECT = resolve(__dirname, "../..");

describe("npm run doctor, before a first deployment", () => {
  const before = { directory: process.cwd(), env: { ...process.env } };
  let emulator: Emulator;
  let world: World;

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), "doctor-"));
    mkdirSync(join(folder, "environments"));
    const env = withoutUserSettings(process.env);
    const motoServer = await ensureMotoServer({ directory: join(PROJECT, ".toolchain"), env });
    emulator = await startEmulator({ motoServer, env, logFile: join(folder, "emulator.log") });
    const admin = administrator(emulator);

    await admin.iam.send(new CreateUserCommand({ UserName: "deployer" }));
    await admin.iam.send(
      new PutUserPolicyCommand({
        UserName: "deployer",
        PolicyName: "everything",
        PolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
        }),
      }),
    );
    const { AccessKey } = await admin.iam.send(new CreateAccessKeyCommand({ UserName: "deployer" }));
    await admin.ecr.send(new CreateRepositoryCommand({ repositoryName: "transactions" }));
    await admin.s3.send(new CreateBucketCommand({ Bucket: "trail" }));
    await admin.cloudTrail.send(new CreateTrailCommand({ Name: "account", S3BucketName: "trail" }));

    world = {
      admin,
      shell: (variables) => {
        for (const [name, value] of Object.entries(variables)) {
          if (value === undefined) delete process.env[name];
          else process.env[name] = value;
        }
      },
      settings: (settings) => writeFileSync("environments/dev.json", JSON.stringify(settings)),
    };
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    world.shell({
      ...emulator.variables,
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey,
      DEPLOYER_KEY: AccessKey?.AccessKeyId,
    });
    for (const version of ["1.5.7", "1.11.4"]) {
      const program = join(folder, `terraform-${version}`);
      writeFileSync(program, `#!/bin/sh\necho '{"terraform_version":"${version}"}'\n`, { mode: 0o755 });
    }
    process.chdir(folder);
    world.settings(SETTINGS);
  });

  afterAll(async () => {
    process.chdir(before.directory);
    process.env = before.env;
    await emulator?.stop();
  });

  const rowOf = async (name: string) => {
    const checks = CHECKS.filter((it) => it.name === name);
    const [row] = await runChecks(checks, subjectOf(process.env, "dev"));
    if (row === undefined) throw new Error(`no check is called ${name}`);
    return row;
  };

  it.each(SITUATIONS)("names $broken, and its cure cures", async ({ check, make, cure }) => {
    await make(world);
    const broken = await rowOf(check);
    await cure(world);
    const cured = await rowOf(check);
    expect([broken.finding.kind, cured.finding.kind]).toEqual(["fail", "pass"]);
    const text = reportText([broken, cured], { columns: 120, color: false });
    expect(text.replace(/\d{3}(?= actions)|\d+(?=\s+more)/g, "...")).toMatchSnapshot(); // a new resource type has more of them
  });

  it.each([
    [
      "absent",
      "cannot know",
      /^there is no environments\/absent\.json: is the suffix wrong\? there are: dev; .*\. The other checks use the defaults of ephemeral$/,
    ],
    ["pr-12", "pass", /^a preview without a settings file, ephemeral$/],
  ])(
    "says of the suffix %s without a settings file what a deployment would: %s",
    async (suffix, kind, text) => {
      const checks = CHECKS.filter(({ name }) => name === "settings");
      const [row] = await runChecks(checks, subjectOf(process.env, suffix));
      expect(row?.finding).toMatchObject({ kind, text: expect.stringMatching(text) });
    },
  );

  it("fails nothing when all is mended, within half a minute", async () => {
    const began = Date.now();
    const rows = await runChecks(CHECKS, subjectOf(process.env, "dev"));
    expect(rows.filter(({ finding }) => finding.kind === "fail")).toEqual([]);
    expect(Date.now() - began).toBeLessThan(30_000);
  });
});
