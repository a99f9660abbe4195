import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import {
  type DBCluster,
  DescribeDBClusterParametersCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ModifyDBClusterCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { withoutUserSettings } from "../../src/rehearsal/emulator";
import type { Workspace } from "../../src/rehearsal/workspace";
import { ofATerminal, Pty } from "../support/pty";
import { RecordingProxy } from "./recording-proxy";
import { Account, MINUTES } from "./support";

const RUNBOOK = readFileSync(resolve(__dirname, "../../docs/runbooks/upgrade-database.md"), "utf8");

/** The runbook's fenced blocks of one language. */
const fenced = (language: string) =>
  [...RUNBOOK.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(
    ([, block = ""]) => block,
  );
/** Its commands, in their order; one may go over several lines. */
const COMMANDS = fenced("sh").flatMap((block) => block.trim().split(/(?<!\\)\n/));
/** Version 1 of the CLI asks AWS itself for Amazon RDS, whatever AWS_ENDPOINT_URL says. */
const AWS = 'aws() { command aws "$@" --endpoint-url "$AWS_ENDPOINT_URL"; }';
const OLD_GROUP = "aurora-parameter-group-u1";
const NEW_GROUP = "aurora-postgresql17-parameter-group-u1";

/** The way from 16 to 17, as docs/runbooks/upgrade-database.md describes it. */
describe("a database that gets another major version", () => {
  let account: Account;
  let environment: Workspace;
  let proxy: RecordingProxy;
  let rds: RDSClient;

  const configure = (database: object) =>
    writeFileSync(
      join(dirname(environment.logFile), "environments", "u1.json"),
      JSON.stringify({ profile: "ephemeral", database }),
    );
  const cluster = async (): Promise<DBCluster> =>
    (await rds.send(new DescribeDBClustersCommand({}))).DBClusters?.[0] ?? {};

  /** Runs a command as a person does, who says yes when asked. */
  async function typed(command: string): Promise<{ code: number; said: string }> {
    const terminal = new Pty("sh", ["-c", `${AWS}; ${command}`], {
      cwd: dirname(environment.logFile),
      columns: 250,
      env: {
        ...ofATerminal(withoutUserSettings(process.env)),
        ...environment.variables,
        AWS_ENDPOINT_URL: proxy.endpoint,
      },
    });
    if (/^npm run deploy\s*$/.test(command)) {
      await terminal.until("deploy this to u1? [y/N] ", 3 * MINUTES);
      terminal.write("y\r");
    }
    const { code } = await terminal.ended(4 * MINUTES);
    return { code, said: terminal.lines.join("\n") };
  }

  /** A deployment that is refused before AWS is asked to change anything. */
  async function expectRefused(database: object, sentence: string) {
    configure(database);
    const calls = proxy.changes.length;
    const { code, said } = await typed("npm run deploy -- --auto-approve");
    expect([code, said]).toEqual([2, expect.stringContaining(sentence)]);
    expect(proxy.changes.slice(calls)).toEqual([]);
  }

  /** What AWS does in a maintenance window. */
  const raisedByAws = (version: string) =>
    rds.send(
      new ModifyDBClusterCommand({
        DBClusterIdentifier: "aurora-cluster-u1",
        EngineVersion: version,
        ApplyImmediately: true,
      }),
    );

  beforeAll(async () => {
    account = await Account.open("engine-upgrade");
    rds = new RDSClient(account.emulator.client);
    proxy = await RecordingProxy.open(account.emulator.endpoint);
    environment = await account.environment("u1");
    configure({});
    await environment.deploy();
  }, 5 * MINUTES);

  afterAll(async () => {
    proxy?.close();
    await account?.close();
  });

  it(
    "keeps the minor version that AWS applied by itself, and plans nothing",
    async () => {
      expect(await cluster()).toMatchObject({ EngineVersion: "16.8", DBClusterParameterGroup: OLD_GROUP });
      await raisedByAws("16.11");
      const { code, said } = await typed("npm run plan");
      expect([code, said]).toEqual([0, expect.stringContaining("no changes")]);
    },
    3 * MINUTES,
  );

  it(
    "is refused one that the settings do not allow, before anything is touched",
    () =>
      expectRefused(
        { engineVersion: "17.7" },
        "runs PostgreSQL 16.11, and is not upgraded to 17 without database.allowMajorVersionUpgrade",
      ),
    3 * MINUTES,
  );

  it(
    "is as it was after AWS refused the upgrade, and with both settings taken back the next deployment leaves nothing of it",
    async () => {
      const calls = proxy.changes.length;
      configure({ engineVersion: "17.8", allowMajorVersionUpgrade: true });
      const refused = await typed("npm run deploy -- --auto-approve");
      expect(refused.code).toBe(1);
      expect(refused.said).toContain("Cannot upgrade aurora-postgresql from 16.11 to 17.8");
      expect(await cluster()).toMatchObject({ EngineVersion: "16.11", DBClusterParameterGroup: OLD_GROUP });

      configure({});
      const back = await typed("npm run deploy -- --auto-approve");
      expect([back.code, back.said]).toEqual([0, expect.stringContaining("deployed u1 in ")]);
      expect(await cluster()).toMatchObject({ EngineVersion: "16.11", DBClusterParameterGroup: OLD_GROUP });
      expect(proxy.changes.slice(calls).map(({ Action }) => Action)).toEqual([
        "CreateDBClusterParameterGroup",
        "ModifyDBClusterParameterGroup",
        "ModifyDBClusterParameterGroup",
        "ModifyDBCluster",
        "DeleteDBClusterParameterGroup",
      ]);
      expect((await typed("npm run plan")).code).toBe(0);
    },
    8 * MINUTES,
  );

  it(
    "is upgraded by the runbook's commands, as they are written",
    async () => {
      const [ask = "", targets = "", plan = "", deploy = "", ...rest] = COMMANDS;
      expect(rest).toEqual([]);
      const asked = await typed(ask.replace("<suffix>", "u1"));
      expect(asked).toEqual({ code: 0, said: expect.stringContaining("16.11") });
      const offered = await typed(targets.replace("<that>", "16.11"));
      expect(offered).toEqual({ code: 0, said: expect.stringContaining("17.7") });

      configure(JSON.parse(`{${fenced("json")[0]}}`).database);
      const calls = proxy.changes.length;
      const planned = await typed(plan);
      expect(planned.code).toBe(2);
      expect(planned.said).toContain("engine_version");
      const deployed = await typed(deploy);
      expect([deployed.code, deployed.said]).toEqual([0, expect.stringContaining("deployed u1 in ")]);

      const changes = proxy.changes.slice(calls);
      const [upgrade] = changes.filter(({ Action }) => Action === "ModifyDBCluster");
      expect(upgrade).toMatchObject({
        EngineVersion: "17.7",
        AllowMajorVersionUpgrade: "true",
        ApplyImmediately: "true",
        DBClusterParameterGroupName: NEW_GROUP,
      });
      expect(changes.map(({ Action }) => Action)).toEqual([
        "CreateDBClusterParameterGroup",
        "ModifyDBClusterParameterGroup",
        "ModifyDBClusterParameterGroup", // the static ones by themselves
        "ModifyDBCluster",
        "DeleteDBClusterParameterGroup",
      ]);

      expect(await cluster()).toMatchObject({ EngineVersion: "17.7", DBClusterParameterGroup: NEW_GROUP });
      const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
      expect(DBInstances.map((it) => it.EngineVersion)).toEqual(["17.7", "17.7"]);
      const { Parameters = [] } = await rds.send(
        new DescribeDBClusterParametersCommand({ DBClusterParameterGroupName: NEW_GROUP }),
      );
      expect(Parameters).toContainEqual(
        expect.objectContaining({ ParameterName: "rds.force_ssl", ParameterValue: "1" }),
      );
    },
    8 * MINUTES,
  );

  it(
    "has no changes left, neither with database.allowMajorVersionUpgrade nor without",
    async () => {
      expect((await typed("npm run plan")).code).toBe(0);
      configure({ engineVersion: "17.7" });
      expect((await typed("npm run plan")).code).toBe(0);
    },
    3 * MINUTES,
  );

  it(
    "keeps the next minor version of AWS too; the setting that stayed by mistake is refused",
    async () => {
      await raisedByAws("17.9");
      expect((await typed("npm run plan")).code).toBe(0);
      await expectRefused(
        { engineVersion: "17.7", allowMajorVersionUpgrade: true },
        "AWS cannot downgrade it to 17.7: to keep the database's minor version, remove database.allowMajorVersionUpgrade",
      );
    },
    3 * MINUTES,
  );

  it.each([
    [16, {}],
    [16.8, { engineVersion: "16.8", allowMajorVersionUpgrade: true }],
  ])(
    "is never made a %s again",
    async (version, database) => {
      await expectRefused(
        database,
        `runs PostgreSQL 17.9, and AWS cannot downgrade it to ${version}: an older version needs a new environment`,
      );
      expect(await cluster()).toMatchObject({ EngineVersion: "17.9", DBClusterParameterGroup: NEW_GROUP });
    },
    3 * MINUTES,
  );
});
