import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { difference, type Item } from "../../src/inventory/item";
import { ACCOUNT_ID } from "../../src/rehearsal/emulator";
import type { Workspace } from "../../src/rehearsal/workspace";
import { sweep } from "../../src/sweep/sweep";
import { expectDatabase } from "./expect-database";
import { expectNetwork } from "./expect-network";
import { expectOperations } from "./expect-operations";
import { expectPermissions } from "./expect-permissions";
import { expectServices } from "./expect-services";
import { expectTeam } from "./expect-team";
import { Account, itemsOf, MINUTES } from "./support";

const BOUNDARY = { permissionsBoundaryArn: `arn:aws:iam::${ACCOUNT_ID}:policy/permissions-boundary-pr` };

/** Everything that `ephemeral` has not, and something else everywhere. */
const MORE = {
  access: BOUNDARY,
  network: {
    natGateways: "one-per-zone",
    interfaceEndpoints: true,
    httpsEgressCidrBlocks: ["198.51.100.0/24"],
  },
  database: {
    maxCapacityAcu: 4,
    backupRetentionDays: 2,
    performanceInsights: true,
    monitoringIntervalSeconds: 60,
  },
  application: {
    containerPort: 8080,
    healthCheckPath: "/readyz",
    environment: { LOG_LEVEL: "info" },
    blue: { image: "ghcr.io/stefanprodan/podinfo:6.7.0", maxTasks: 5 },
  },
  weights: { blue: 50, green: 50 },
  smokeTestCidrBlocks: ["198.51.100.0/24"],
  waf: { enabled: true },
  logs: { applicationRetentionDays: 5, auditRetentionDays: 5 },
  monitoring: { maxErrorPercent: 3, subscribers: [{ protocol: "email", endpoint: "on-call@example.com" }] },
};

/** What `production` gets besides, and then with other values. */
const SOME = (range: string, requestsPer5Minutes: number) => ({
  network: { httpsEgressCidrBlocks: [range] },
  smokeTestCidrBlocks: [range],
  waf: { requestsPer5Minutes },
});

/**
 * Both profiles side by side in one account, checked by asking AWS, and destroyed one after the other. Each `it` goes
 * on where the one before it ended: a deployment is too dear to be made twice.
 */
describe("two environments in one account", () => {
  let account: Account;
  let ephemeral: Workspace;
  let production: Workspace;
  let outputs: { readonly [environment in "ephemeral" | "production"]: Record<string, unknown> };
  let before: Item[];
  const planned = new Set<string>();
  const deployed = new Set<string>();

  /** Adds to `to` what is called meanwhile, by IAM's names. */
  async function recording<Result>(to: Set<string>, work: () => Promise<Result>): Promise<Result> {
    const { called } = account.emulator;
    called.clear();
    const result = await work();
    await sleep(1000); // until the emulator's last lines have come
    for (const action of called) to.add(action);
    return result;
  }
  const configure = ({ logFile, suffix }: Workspace, settings: object) => {
    const file = join(dirname(logFile), "environments", `${suffix}.json`);
    const earlier = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
    writeFileSync(file, JSON.stringify({ ...earlier, ...settings }));
  };

  beforeAll(async () => {
    account = await Account.open("environments");
    ephemeral = await account.environment("pr-7");
    production = await account.environment("prod", "production");
    configure(ephemeral, { access: BOUNDARY });
    before = await account.inventory();
    const [first, second] = await recording(deployed, () =>
      Promise.all([ephemeral.deploy(), production.deploy()]),
    );
    outputs = { ephemeral: first, production: second };
  }, 8 * MINUTES);

  afterAll(() => account?.close());

  it("answers every output", () => {
    expect(Object.keys(outputs.ephemeral)).toEqual(Object.keys(outputs.production));
    for (const value of [...Object.values(outputs.ephemeral), ...Object.values(outputs.production)]) {
      expect(value).toBeTruthy();
    }
    expect(outputs.ephemeral.application_url).toBe(`http://${outputs.ephemeral.alb_dns_name}`);
    expect(outputs.production.application_url).toBe("https://payments.prod.example.com");
  });

  it("has the network that each profile asks for", async () => {
    const { client } = account.emulator;
    await expectNetwork(client, "pr-7", {
      natGateways: 1,
      interfaceEndpoints: 0,
      https: false,
      databaseClients: 0,
    });
    await expectNetwork(client, "prod", {
      natGateways: 3,
      interfaceEndpoints: 4,
      https: true,
      databaseClients: 1,
    });
  });

  it("has the database that each profile asks for", async () => {
    const { client } = account.emulator;
    await expectDatabase(client, "pr-7", { backupDays: 1, minAcu: 0.5, maxAcu: 2, insights: false });
    await expectDatabase(client, "prod", { backupDays: 7, minAcu: 2, maxAcu: 16, insights: true });
  });

  it("runs two healthy tasks per color and forwards 80 to 20", async () => {
    const { client } = account.emulator;
    await expectServices(client, "pr-7", { maxTasks: 4, https: false });
    await expectServices(client, "prod", { maxTasks: 20, https: true });
  });

  it("is watched, logged and encrypted as each profile asks for", async () => {
    const { client } = account.emulator;
    await expectOperations(client, "pr-7", { auditDays: 3, customerManagedKey: false, subscriptions: 0 });
    await expectOperations(client, "prod", { auditDays: 365, customerManagedKey: true, subscriptions: 1 });
  });

  it("has a role for each task of the team, and tells everybody when the glass breaks", async () => {
    const { client } = account.emulator;
    const { ephemeral: first, production: second } = outputs;
    await expectTeam(client, "pr-7", `${first.break_glass_role_arn}`, ":root");
    await expectTeam(client, "prod", `${second.break_glass_role_arn}`, ":role/on-call");
  });

  it(
    "runs its migration, with the log on the screen",
    async () => {
      const lines: string[] = [];
      expect(await ephemeral.command("migrate", [], {}, (line) => lines.push(line))).toBe(0);
      expect(lines).toContainEqual(expect.stringContaining("command: psql"));
      expect(lines.at(-1)).toMatch(/^migrated pr-7: arn:aws:ecs:/);
    },
    5 * MINUTES,
  );

  it("refuses to migrate what is not deployed", async () => {
    const lines: string[] = [];
    const code = await ephemeral.command("migrate", ["--suffix", "pr-99"], {}, (line) => lines.push(line));
    expect([code, ...lines]).toEqual([
      2,
      'environment "pr-99" is not deployed: there is no service ecs-service-blue-pr-99 in ecs-cluster-pr-99',
    ]);
  });

  it(
    "has nothing left to change",
    async () => {
      expect(await Promise.all([ephemeral.isSettled(), production.isSettled()])).toEqual([true, true]);
    },
    5 * MINUTES,
  );

  const sweepOf = (suffix: string) =>
    sweep({ suffix, accountId: ACCOUNT_ID, client: account.emulator.client });

  it(
    "is told apart by a sweep: each thing is one environment's",
    async () => {
      const key = ({ type, id }: Item) => `${type} ${id}`;
      const made = difference(await account.inventory(), before);
      const [one, other] = await Promise.all([sweepOf("pr-7"), sweepOf("prod")]);
      const found = [...one.leftovers, ...other.leftovers].map(key);
      expect(found.filter((it, index) => found.indexOf(it) !== index)).toEqual([]);
      const missed = made.filter((it) => !found.includes(key(it)));
      // Each VPC's own main table goes with it; the record that proves the certificate's domain is the team's by name.
      expect(missed.map(({ type }) => type).sort()).toEqual([
        "EC2 route table",
        "EC2 route table",
        "Route 53 record",
      ]);
      expect(found).toHaveLength(made.length - missed.length);
    },
    5 * MINUTES,
  );

  it(
    "becomes whatever else it can be configured to be",
    async () => {
      configure(ephemeral, MORE);
      configure(production, SOME("198.51.100.0/24", 1000));
      await recording(deployed, () => Promise.all([ephemeral.deploy(), production.deploy()]));
      configure(production, SOME("203.0.113.0/24", 100));
      await recording(deployed, () => production.deploy());
      const codes = await recording(planned, () =>
        Promise.all([ephemeral, production].map((it) => it.command("plan", [], {}, () => {}))),
      );
      expect(codes).toEqual([0, 0]);
    },
    8 * MINUTES,
  );

  it(
    "keeps one as it is when the other is destroyed",
    async () => {
      const both = await account.inventory();
      await recording(deployed, () => ephemeral.destroy());
      const one = await account.inventory();
      expect(itemsOf("prod", difference(both, one))).toEqual([]);
      expect(itemsOf("pr-7", difference(one, before))).toEqual([]);
      expect(await production.isSettled()).toBe(true);
    },
    6 * MINUTES,
  );

  it(
    "leaves nothing when the last is destroyed",
    async () => {
      await recording(deployed, () => production.destroy());
      expect(difference(await account.inventory(), before)).toEqual([]);
      const { leftovers, remembered } = await sweepOf("prod");
      expect(leftovers).toEqual([]);
      expect(remembered).toContainEqual({
        type: "KMS key",
        id: expect.any(String),
        suffix: "prod",
        remembered: { state: "pending deletion", until: expect.any(String) },
      });
    },
    6 * MINUTES,
  );

  it("took no right that GitHub's roles lack, and they have no other", () => {
    expectPermissions({ planned, deployed });
  });

  it("asked nothing of the emulator that it does not have", () => {
    expect(account.emulator.gap.aborted).toBe(false);
  });
});
