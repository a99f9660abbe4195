import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  AuthorizeSecurityGroupIngressCommand,
  EC2Client,
  paginateDescribeSecurityGroups,
  RevokeSecurityGroupIngressCommand,
} from "@aws-sdk/client-ec2";
import { difference } from "../../src/inventory/item";
import { newLock } from "../../src/lock/lock";
import { PullRequest } from "./pull-request-stage";
import { MINUTES, untilStale } from "./support";

const CLUSTER = "aws_rds_cluster.database_cluster";
const SECRET = "pl4nted-and-never-shown";

/** What a pull request goes through, from an empty account to the end; each `it` goes on where the one before it ended. */
describe("a plan that is reviewed and applied", () => {
  let pull: PullRequest;

  beforeAll(async () => {
    pull = await PullRequest.open("pull-request");
  }, MINUTES);

  afterAll(() => pull?.account.close());

  it(
    "adds everything to an empty account, and is applied by its digest",
    async () => {
      const { code, counts, blocking, digest, review } = await pull.plan();
      expect([code, blocking]).toEqual([2, []]);
      expect(counts).toMatchObject({ update: 0, replace: 0, destroy: 0 });
      expect(review).toContain(
        `### ⚠️ \`pr-1\`: ${counts.create} to add, 0 to change, 0 to replace, 0 to destroy`,
      );
      expect(review).toContain("No resource that holds data is destroyed.");
      expect(await pull.account.inventory()).toEqual(pull.before);

      const again = await pull.run("review", "--plan", join("plan", "pr-1"), "--digest", digest);
      expect([again.code, again.output]).toEqual([0, expect.stringContaining(`${counts.create} to add`)]);

      const dead = newLock("deploy", "arn:aws:iam::123456789012:user/ada");
      const lock = pull.lock;
      await lock.acquire(dead);
      expect((await pull.apply(digest)).code).toBe(2);
      await untilStale(lock);
      // Of what it locks, nothing is there.
      const unlocked = await pull.run("release", "unlock", "--yes");
      expect([unlocked.code, unlocked.output]).toEqual([0, expect.stringContaining("\nfreed")]);

      const { code: applied, output } = await pull.apply(digest);
      expect([applied, output]).toEqual([0, expect.stringContaining(`${counts.create} done in `)]);
    },
    6 * MINUTES,
  );

  it(
    "has no changes afterwards",
    async () => {
      const { code, verdict, review } = await pull.plan();
      expect([code, verdict]).toEqual([0, "no changes"]);
      expect(review).toContain("### ✅ `pr-1`: no changes\n");
    },
    6 * MINUTES,
  );

  it(
    "is refused when it is not the reviewed one, traffic moved, a release is under way, or another was applied since",
    async () => {
      pull.configure({ monitoring: { maxErrorPercent: 4 } });
      const { digest: early } = await pull.plan();
      expect((await pull.run("release", "set", "--green", "50", "--yes")).code).toBe(0);
      const moved = await pull.apply(early);
      expect(moved.code).toBe(2);
      expect(moved.output).toMatch(
        /^traffic has moved since the plan, and applying the plan would move the traffic back: plan again\n {2}planned: .*"value":"20".*\n {2}now: {5}.*"value":"50"/,
      );

      const { digest: overtaken } = await pull.plan();
      cpSync(pull.saved, join(pull.directory, "kept"), { recursive: true });
      pull.configure({ monitoring: { maxErrorPercent: 3 } });
      const { digest } = await pull.plan();
      expect(await pull.apply(overtaken)).toMatchObject({
        code: 2,
        output: expect.stringContaining("review it anew"),
      });
      const lock = pull.lock;
      await lock.holding(newLock("release", "arn:aws:iam::123456789012:user/ada"), async () => {
        const { code, output } = await pull.apply(digest);
        expect([code, output]).toEqual([
          2,
          expect.stringMatching(/^a release is under way: arn:aws:iam::123456789012:user\/ada on /),
        ]);
      });
      expect((await pull.apply(digest)).code).toBe(0);

      const applyKept = () => pull.run("apply", "--plan", "kept", "--digest", overtaken);
      expect(await applyKept()).toEqual({
        code: 2,
        output:
          "the configuration of pr-1 in this checkout differs from the configuration in the plan: plan anew",
      });
      pull.configure({ monitoring: { maxErrorPercent: 4 } });
      const { code, output } = await applyKept();
      expect([code, output]).toEqual([
        2,
        expect.stringContaining("the plan would not do what was reviewed: plan anew\n"),
      ]);
    },
    8 * MINUTES,
  );

  it(
    "is blocked when it would replace the database, names what forces it, and cannot be applied",
    async () => {
      pull.configure({ database: { name: "ledger" } });
      const { code, blocking, digest, review } = await pull.plan();
      expect([code, blocking[0]]).toEqual([3, CLUSTER]);
      expect(review).toContain("- stays at blue 50 %, green 50 %"); // the release's weights outlives a deploy
      expect(review).toContain(
        `- ⛔ replaced \`${CLUSTER}\` (\`database_name\`: \`transactions\` → \`ledger\`), holds data: **blocks this plan**`,
      );
      const { code: applied, output } = await pull.apply(digest);
      expect(applied).toBe(2);
      expect(output).toContain(`this plan is blocked: the data of ${CLUSTER}, aws_rds_cluster_instance.`);
    },
    6 * MINUTES,
  );

  it(
    "shows no secret, and a rule that somebody added by hand",
    async () => {
      pull.configure({
        monitoring: {
          subscribers: [{ protocol: "https", endpoint: `https://events.example.com/${SECRET}` }],
        },
      });
      const ec2 = new EC2Client(pull.account.emulator.client);
      const groups = [];
      const filter = { Filters: [{ Name: "group-name", Values: ["database-security-group-pr-1"] }] };
      for await (const page of paginateDescribeSecurityGroups({ client: ec2 }, filter)) {
        groups.push(...(page.SecurityGroups ?? []));
      }
      const rule = {
        GroupId: groups[0]?.GroupId,
        IpPermissions: [
          { IpProtocol: "tcp", FromPort: 5432, ToPort: 5432, IpRanges: [{ CidrIp: "0.0.0.0/0" }] },
        ],
      };
      await ec2.send(new AuthorizeSecurityGroupIngressCommand(rule));
      const { code, verdict, review, warnings, output } = await pull.plan();
      expect([code, verdict]).toEqual([4, "changes"]); // the rule is open to the world
      expect(review).toMatch(
        /create aws_sns_topic_subscription\.(.*\n)*\+ endpoint = "https:\/\/events\.example\.com\/\(sensitive value\)"/,
      );
      expect(review + output + readFileSync(pull.environment.logFile, "utf8")).not.toContain(SECRET);
      expect(warnings).toContainEqual(
        expect.stringMatching(
          /^database-security-group-pr-1 has an ingress rule for 0\.0\.0\.0\/0 on tcp 5432: no configuration knows it, and no deploy removes it; remove it: aws ec2 revoke-security-group-ingress --group-id sg-\w+ --ip-permissions 'IpProtocol=tcp,FromPort=5432,ToPort=5432,IpRanges=\[\{CidrIp=0\.0\.0\.0\/0\}\]'$/,
        ),
      );
      await ec2.send(new RevokeSecurityGroupIngressCommand(rule));
    },
    6 * MINUTES,
  );

  it(
    "shows what the end of the environment would lose, and nothing is left after it",
    async () => {
      const { code, counts } = await pull.plan("--destroy");
      expect([code, counts.create]).toEqual([3, 0]);
      await pull.environment.destroy();
      expect(difference(await pull.account.inventory(), pull.before)).toEqual([]);
    },
    6 * MINUTES,
  );

  it("asked nothing of the emulator that it does not have", () => {
    expect(pull.account.emulator.gap.aborted).toBe(false);
  });
});
