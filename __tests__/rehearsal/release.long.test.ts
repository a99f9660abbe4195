import { readFileSync } from "node:fs";
import { join } from "node:path";
import { difference, type Item } from "../../src/inventory/item";
import { statementsOf } from "../support/policies";
import { Synthesized } from "../support/synthesized";
import { releaseAlarms } from "./release-alarms";
import { besideDeploys } from "./release-beside-deploys";
import { promotion } from "./release-promotion";
import { CONTROLLER, Stage } from "./release-stage";
import { targets } from "./release-targets";
import { itemsOf, MINUTES } from "./support";

/** The release controller and its commands, in one environment that is deployed once; a minute of the controller is half a second. */
describe("npm run release", () => {
  let stage: Stage;
  let before: Item[];

  beforeAll(async () => {
    stage = await Stage.open("release");
    before = await stage.account.inventory();
    await stage.deploy();
  }, 5 * MINUTES);

  beforeEach(() => stage.reset());

  afterAll(() => stage?.close());

  describe("that goes well", () => promotion(() => stage));
  describe("that something stops", () => releaseAlarms(() => stage));
  describe("to a color that cannot answer", () => targets(() => stage));
  describe("beside deploys", () => besideDeploys(() => stage));

  describe("makes exactly the calls that are allowed", () => {
    const allowed = (policyName: string) => {
      const file = join(stage.directory, "cdktf.out", "stacks", stage.workspace.stack, "cdk.tf.json");
      const { policy } = new Synthesized(readFileSync(file, "utf8")).resource(
        `aws_iam_role_policy.${policyName}`,
      );
      return [...new Set(statementsOf(policy).flatMap(({ Action }) => Action))].sort();
    };
    const UNSEEN = [
      "ecs:DescribeServiceDeployments", // only why ECS rolled a deployment back: rolled-back.long.test.ts
      "s3:ListBucket", // not called: it makes of an object that is missing a 404
    ];

    it("the controller", () => {
      const called = stage.account.emulator.calledByFunctions.get(CONTROLLER) ?? [];
      expect([...new Set([...called, ...UNSEEN])].sort()).toEqual(allowed("release_controller_role_policy"));
    });

    it("who releases", () => {
      const needsNone = ["sts:GetCallerIdentity"];
      const operators = ["elasticloadbalancing:ModifyListener", "ssm:PutParameter"]; // for rollback --direct
      const called = [...stage.commands.actions].filter((it) => ![...needsNone, ...operators].includes(it));
      expect([...new Set([...called, ...UNSEEN])].sort()).toEqual(allowed("releaser_policy"));
    });
  });

  it(
    "is destroyed while the controller ticks and the record is broken; its document stays, and the sweep names it",
    async () => {
      await stage.aws.breakRecord();
      const { code, output } = await stage.change("destroy").ended;
      expect([code, output]).toEqual([0, expect.stringContaining('{"type":"result","kind":"applied"')]);
      expect(await stage.aws.lock()).toBeUndefined();
      expect(itemsOf("rel", difference(await stage.account.inventory(), before))).toEqual([]);
      expect(await stage.document()).toMatchObject({ schema: 1 });
      const lines: string[] = [];
      await stage.workspace.command("sweep", ["--suffix", "rel"], {}, (line) => lines.push(line));
      expect(lines.join("\n")).toMatch(/stays in S3:? +\S*rel\/release\.json/);
    },
    4 * MINUTES,
  );
});
