import { difference, type Item } from "../../src/inventory/item";
import { ACCOUNT_ID } from "../../src/rehearsal/emulator";
import type { Workspace } from "../../src/rehearsal/workspace";
import { sweep } from "../../src/sweep/sweep";
import { expectDatabase } from "./expect-database";
import { expectNetwork } from "./expect-network";
import { expectOperations } from "./expect-operations";
import { expectServices } from "./expect-services";
import { expectTeam } from "./expect-team";
import { Account, MINUTES } from "./support";

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

  beforeAll(async () => {
    account = await Account.open("environments");
    ephemeral = await account.environment("pr-7");
    production = await account.environment("prod", "production");
    before = await account.inventory();
    const [first, second] = await Promise.all([ephemeral.deploy(), production.deploy()]);
    outputs = { ephemeral: first, production: second };
  }, 6 * MINUTES);

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

  it("runs two healthy tasks per colour and forwards 80 to 20", async () => {
    const { client } = account.emulator;
    await expectServices(client, "pr-7", { maxTasks: 4 });
    await expectServices(client, "prod", { maxTasks: 20 });
  });

  it("is watched, logged and encrypted as each profile asks for", async () => {
    const { client } = account.emulator;
    await expectOperations(client, "pr-7", { auditDays: 3, customerManagedKey: false, subscriptions: 0 });
    await expectOperations(client, "prod", { auditDays: 365, customerManagedKey: true, subscriptions: 1 });
  });

  it("has a role for each task of the team, and rings when the glass breaks", async () => {
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
    3 * MINUTES,
  );

  it("refuses to migrate what is not deployed", async () => {
    const lines: string[] = [];
    const code = await ephemeral.command("migrate", ["--suffix", "absent"], {}, (line) => lines.push(line));
    expect([code, ...lines]).toEqual([
      2,
      'environment "absent" is not deployed: there is no service ecs-service-blue-absent in ecs-cluster-absent',
    ]);
  });

  it(
    "has nothing left to change",
    async () => {
      expect(await Promise.all([ephemeral.isSettled(), production.isSettled()])).toEqual([true, true]);
    },
    3 * MINUTES,
  );

  const sweepOf = (suffix: string) =>
    sweep({ suffix, accountId: ACCOUNT_ID, client: account.emulator.client });

  it(
    "is told apart by a sweep: each thing is one environment's",
    async () => {
      const key = ({ kind, id }: Item) => `${kind} ${id}`;
      const made = difference(await account.inventory(), before);
      const [one, other] = await Promise.all([sweepOf("pr-7"), sweepOf("prod")]);
      const found = [...one.leftovers, ...other.leftovers].map(key);
      expect(found.filter((it, index) => found.indexOf(it) !== index)).toEqual([]);
      const missed = made.filter((it) => !found.includes(key(it)));
      // Each VPC's own main table goes with it; the record that proves the certificate's domain is the team's by name.
      expect(missed.map(({ kind }) => kind).sort()).toEqual([
        "EC2 route table",
        "EC2 route table",
        "Route 53 record",
      ]);
      expect(found).toHaveLength(made.length - missed.length);
    },
    3 * MINUTES,
  );

  it(
    "keeps one as it is when the other is destroyed",
    async () => {
      const both = await account.inventory();
      await ephemeral.destroy();
      const one = await account.inventory();
      expect(difference(both, one).filter(({ id }) => /\bprod\b/.test(id))).toEqual([]);
      expect(difference(one, before).filter(({ id }) => /\bpr-7\b/.test(id))).toEqual([]);
      expect(await production.isSettled()).toBe(true);
    },
    4 * MINUTES,
  );

  it(
    "leaves nothing when the last is destroyed",
    async () => {
      await production.destroy();
      expect(difference(await account.inventory(), before)).toEqual([]);
      const { leftovers, remembered } = await sweepOf("prod");
      expect(leftovers).toEqual([]);
      expect(remembered).toContainEqual({
        kind: "KMS key",
        id: expect.any(String),
        suffix: "prod",
        remembered: { state: "pending deletion", until: expect.any(String) },
      });
    },
    4 * MINUTES,
  );

  it("asked nothing of the emulator that it does not have", () => {
    expect(account.emulator.gap.aborted).toBe(false);
  });
});
