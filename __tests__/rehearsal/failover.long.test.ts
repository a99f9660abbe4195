import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { CloudWatchClient, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { CreateDBClusterCommand, CreateDBInstanceCommand, RDSClient } from "@aws-sdk/client-rds";
import { readMembers } from "../../src/failover/cluster";
import { resourceName } from "../../src/naming/names";
import { withoutUserSettings } from "../../src/rehearsal/emulator";
import type { Workspace } from "../../src/rehearsal/workspace";
import { ofATerminal, Pty } from "../support/pty";
import { Account, MINUTES } from "./support";

const CTRL_C = "\u0003";
const A = "us-east-1a";
const B = "us-east-1b";

/** Only the clusters and an alarm of each environment are there, made by AWS's calls: the command needs nothing else of an environment when it is told where to ask. */
describe("npm run failover", () => {
  let account: Account;
  let rds: RDSClient;
  const environments: Record<string, Workspace> = {};
  /** Answers 200, and 503 as often as it is told to. */
  let bad = 0;
  const application = createServer((_, answer) => {
    bad -= 1;
    answer.writeHead(bad < 0 ? 200 : 503).end();
  });
  let url: string;

  beforeAll(async () => {
    account = await Account.open("failover");
    rds = new RDSClient(account.emulator.client);
    application.listen(0, "127.0.0.1");
    await once(application, "listening");
    url = `http://127.0.0.1:${(application.address() as AddressInfo).port}`;
    for (const suffix of ["text", "json"]) {
      const DBClusterIdentifier = resourceName(suffix, "aurora-cluster");
      const Engine = "aurora-postgresql";
      const user = { MasterUsername: "postgres", MasterUserPassword: "of-a-rehearsal" };
      await rds.send(new CreateDBClusterCommand({ DBClusterIdentifier, Engine, ...user }));
      for (const zone of [A, B]) {
        const DBInstanceIdentifier = resourceName(suffix, "aurora-instance", zone);
        const instance = { DBInstanceIdentifier, DBClusterIdentifier, Engine };
        await rds.send(new CreateDBInstanceCommand({ ...instance, DBInstanceClass: "db.serverless" }));
      }
      await new CloudWatchClient(account.emulator.client).send(
        new PutMetricAlarmCommand({
          AlarmName: resourceName(suffix, "alarm", "database-cpu"),
          Namespace: "AWS/RDS",
          MetricName: "CPUUtilization",
          Statistic: "Maximum",
          Period: 60,
          EvaluationPeriods: 5,
          Threshold: 80,
          ComparisonOperator: "GreaterThanThreshold",
        }),
      );
      environments[suffix] = await account.environment(suffix);
    }
  }, MINUTES);

  afterAll(async () => {
    application.close();
    application.closeAllConnections();
    await account?.close();
  });

  const surroundings = (suffix: string) => ({
    cwd: dirname(environments[suffix]?.logFile ?? ""),
    env: { ...ofATerminal(withoutUserSettings(process.env)), ...environments[suffix]?.variables },
  });
  const shell = (suffix: string, line: string) => new Pty("sh", ["-c", line], surroundings(suffix));
  const command = (more = "") =>
    `exec node --require ./src/register.js src/commands/failover.ts --url ${url} --path /healthz/database ${more}`;
  const writer = async (suffix: string) => (await readMembers(rds, suffix)).writer;
  const instance = (suffix: string, zone: string) => resourceName(suffix, "aurora-instance", zone);
  const question = (suffix: string) =>
    `fail ${suffix} over from ${instance(suffix, A)} to ${instance(suffix, B)}? Type "${suffix}" to go on: `;

  it("in a pipe, where nobody can type the suffix, it is refused", async () => {
    const piped = await shell("text", `printf 'text\\n' | ${command()} > piped.txt`).ended(MINUTES);
    expect([piped.code, piped.output]).toEqual([
      2,
      expect.stringContaining('no terminal in which to type "text"'),
    ]);
    expect(readFileSync(join(surroundings("text").cwd, "piped.txt"), "utf8")).toBe("");
    expect(await writer("text")).toBe(instance("text", A));
  });

  it("another word, Enter and Ctrl-C at the question touch nothing", async () => {
    for (const [keys, code, said] of [
      ["tex\r", 2, 'got "tex", not "text": did not fail text over'],
      ["\r", 2, "answered no: did not fail text over"],
      [CTRL_C, 130, "interrupted: stopping in an orderly way"],
    ] as const) {
      const asked = shell("text", command());
      await asked.until(question("text"), MINUTES);
      asked.write(keys);
      await asked.until(said);
      expect((await asked.ended()).code).toBe(code);
    }
    expect(await writer("text")).toBe(instance("text", A));
  });

  it("an application that answers badly before is refused", async () => {
    bad = 1;
    const { code, output } = await shell("text", command()).ended(MINUTES);
    expect([code, output]).toEqual([2, expect.stringContaining("answers 503 before the failover")]);
  });

  it(
    "in a terminal it says what users noticed, and ends with 0 two minutes after the last error; --json writes one object",
    async () => {
      const runs = [shell("text", command()), shell("json", command("--json > drilled.json"))] as const;
      for (const [index, suffix] of ["text", "json"].entries()) {
        await runs[index]?.until(question(suffix), MINUTES);
      }
      bad = 3; // whichever of the two asks
      for (const [index, suffix] of ["text", "json"].entries()) runs[index]?.write(`${suffix}\r`);
      await runs[0].until(`${instance("text", B)} is the writer after `, MINUTES);
      const [text, json] = await Promise.all(runs.map((it) => it.ended(MINUTES)));
      expect([text?.code, json?.code]).toEqual([0, 0]);
      const [report] = /^writer: .*/ms.exec(runs[0].lines.join("\n")) ?? [];
      expect(report).toMatch(/^writer: \S+-1a-text before, \S+-1b-text after \d+ s$/m);
      expect(report).toMatch(/^errors from outside: [\d.]+ s; \d of 2\d\d requests/m);
      expect(report).toContain("alarms that went to ALARM: none of the 1 that exist");
      const file = join(surroundings("json").cwd, "drilled.json");
      const drilled = JSON.parse(readFileSync(file, "utf8"));
      expect(drilled).toMatchObject({
        suffix: "json",
        url: `${url}/healthz/database`,
        isHealthCheck: false,
        writerBefore: instance("json", A),
        writerAfter: instance("json", B),
        alarms: [],
      });
      const failed = Number(/; (\d) of 2/.exec(report ?? "")?.[1]);
      expect(failed + drilled.errors.failed).toBe(3);
      expect(json?.output).not.toContain("writerBefore");
    },
    MINUTES,
  );

  it("Ctrl-C after it began ends with 130, and says that the failover goes on", async () => {
    const failover = shell("text", command());
    await failover.until("Type ", MINUTES);
    failover.write("text\r");
    await failover.until(`${instance("text", A)} is the writer`, MINUTES);
    failover.write(CTRL_C);
    await failover.until("if the failover has begun, it continues in AWS");
    expect((await failover.ended()).code).toBe(130);
    expect(await writer("text")).toBe(instance("text", A));
  });
});
