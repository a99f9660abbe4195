import { difference, type Item } from "../../src/inventory/item";
import { ACCOUNT_ID } from "../../src/rehearsal/emulator";
import { sweep } from "../../src/sweep/sweep";
import { BothProfiles } from "./both-profiles";
import { expectDatabase } from "./expect-database";
import { expectNetwork } from "./expect-network";
import { expectOperations } from "./expect-operations";
import { expectEnoughRights } from "./expect-permissions";
import { expectServices } from "./expect-services";
import { expectTeam } from "./expect-team";
import { itemsOf, MINUTES } from "./support";

/**
 * Both profiles side by side in one account, checked by asking AWS, and destroyed one after the other. Each `it` goes
 * on where the one before it ended: a deployment is too dear to be made twice.
 */
describe("two environments in one account", () => {
  let both: BothProfiles;

  beforeAll(async () => {
    both = await BothProfiles.deploy("environments");
  }, 8 * MINUTES);

  afterAll(() => both?.account.close());

  it("answers every output", () => {
    expect(Object.keys(both.outputs.ephemeral)).toEqual(Object.keys(both.outputs.production));
    for (const value of [
      ...Object.values(both.outputs.ephemeral),
      ...Object.values(both.outputs.production),
    ]) {
      expect(value).toBeTruthy();
    }
    expect(both.outputs.ephemeral.application_url).toBe(`http://${both.outputs.ephemeral.alb_dns_name}`);
    expect(both.outputs.production.application_url).toBe("https://payments.prod.example.com");
  });

  it("has the network that each profile asks for", async () => {
    const { client } = both.account.emulator;
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
    const { client } = both.account.emulator;
    await expectDatabase(client, "pr-7", { backupDays: 1, minAcu: 0.5, maxAcu: 2, insights: false });
    await expectDatabase(client, "prod", { backupDays: 7, minAcu: 2, maxAcu: 16, insights: true });
  });

  it("runs two healthy tasks per color and forwards 80 to 20", async () => {
    const { client } = both.account.emulator;
    await expectServices(client, "pr-7", { maxTasks: 4, https: false });
    await expectServices(client, "prod", { maxTasks: 20, https: true });
  });

  it("is watched, logged and encrypted as each profile asks for", async () => {
    const { client } = both.account.emulator;
    await expectOperations(client, "pr-7", { auditDays: 3, customerManagedKey: false, subscriptions: 0 });
    await expectOperations(client, "prod", { auditDays: 365, customerManagedKey: true, subscriptions: 1 });
  });

  it("has a role for each task of the team, and tells everybody when the glass breaks", async () => {
    const { client } = both.account.emulator;
    const { ephemeral: first, production: second } = both.outputs;
    await expectTeam(client, "pr-7", `${first.break_glass_role_arn}`, ":root");
    await expectTeam(client, "prod", `${second.break_glass_role_arn}`, ":role/on-call");
  });

  it(
    "runs its migration, with the log on the screen",
    async () => {
      const lines: string[] = [];
      expect(await both.ephemeral.command("migrate", [], {}, (line) => lines.push(line))).toBe(0);
      expect(lines).toContainEqual(expect.stringMatching(/command: .*psql/));
      expect(lines.at(-1)).toMatch(/^migrated pr-7: arn:aws:ecs:/);
    },
    5 * MINUTES,
  );

  it(
    "is verified: all that an emulator can have is as configured",
    async () => {
      const lines: string[] = [];
      const code = await both.ephemeral.command("verify", ["--json"], {}, (line) => lines.push(line));
      const { checks } = JSON.parse(lines.slice(lines.indexOf("{"), lines.lastIndexOf("}") + 1).join("\n"));
      const answers = checks.map((it: { check: string; answer: string }) => `${it.check}: ${it.answer}`);
      expect([code, ...answers]).toEqual([
        0,
        "blue runs: pass",
        "green runs: pass",
        "targets of blue: pass",
        "targets of green: pass",
        "application: cannot know", // nothing listens behind the emulated load balancer's name
        "access logs: cannot know",
        "database settings: pass",
        "subscriptions: pass",
        "alarms: pass",
        "migration: pass",
        "second plan: pass",
      ]);
    },
    5 * MINUTES,
  );

  it("refuses to migrate what is not deployed", async () => {
    const lines: string[] = [];
    const code = await both.ephemeral.command("migrate", ["--suffix", "pr-99"], {}, (line) =>
      lines.push(line),
    );
    expect([code, ...lines]).toEqual([
      2,
      'the migration\'s subnets are not known: there is no active service ecs-service-blue-pr-99 in ecs-cluster-pr-99; first deploy the environment "pr-99"',
    ]);
  });

  it(
    "has nothing left to change",
    async () => {
      const codes = await both.recording(both.planned, () =>
        Promise.all([both.ephemeral, both.production].map((it) => it.command("plan", [], {}, () => {}))),
      );
      expect(codes).toEqual([0, 0]);
    },
    5 * MINUTES,
  );

  const sweepOf = (suffix: string) =>
    sweep({ suffix, accountId: ACCOUNT_ID, client: both.account.emulator.client });

  it(
    "is told apart by a sweep: each thing is one environment's",
    async () => {
      const key = ({ type, id }: Item) => `${type} ${id}`;
      const made = difference(await both.account.inventory(), both.before);
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
    "keeps one as it is when the other is destroyed",
    async () => {
      const standing = await both.account.inventory();
      await both.recording(both.deployed, () => both.ephemeral.destroy());
      const one = await both.account.inventory();
      expect(itemsOf("prod", difference(standing, one))).toEqual([]);
      expect(itemsOf("pr-7", difference(one, both.before))).toEqual([]);
      expect(await both.production.isSettled()).toBe(true);
    },
    6 * MINUTES,
  );

  it(
    "leaves nothing when the last is destroyed",
    async () => {
      await both.recording(both.deployed, () => both.production.destroy());
      expect(difference(await both.account.inventory(), both.before)).toEqual([]);
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

  it("took no right that GitHub's roles lack", () => {
    expectEnoughRights(both);
  });

  it("asked nothing of the emulator that it does not have", () => {
    expect(both.account.emulator.gap.aborted).toBe(false);
  });
});
