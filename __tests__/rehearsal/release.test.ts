import { readFileSync } from "node:fs";
import { join } from "node:path";
import { difference, type Item } from "../../src/inventory/item";
import { statementsOf } from "../support/policies";
import { Synthesized } from "../support/synthesized";
import { releaseAlarms } from "./release-alarms";
import { besideDeploys } from "./release-beside-deploys";
import { inFlight } from "./release-in-flight";
import { promotion } from "./release-promotion";
import { Stage } from "./release-stage";
import { Account, itemsOf, MINUTES } from "./support";

jest.setTimeout(3 * MINUTES); // on a busy machine

/** The release tool as processes of its own, in one environment that is deployed once. */
describe("npm run release", () => {
  let stage: Stage;
  let before: Item[];

  beforeAll(async () => {
    stage = await Stage.open(await Account.open("release"));
    before = await stage.account.inventory();
    await stage.workspace.deploy();
  }, 5 * MINUTES);

  beforeEach(() => stage.reset());

  afterAll(() => stage?.close());

  describe("that goes well", () => promotion(() => stage));
  describe("that something stops", () => releaseAlarms(() => stage));
  describe("under way", () => inFlight(() => stage));
  describe("beside deploys", () => besideDeploys(() => stage));

  it("makes exactly the calls that the release role may make", () => {
    const file = join(stage.directory, "cdktf.out", "stacks", stage.workspace.stack, "cdk.tf.json");
    const environment = new Synthesized(readFileSync(file, "utf8"));
    const { policy } = environment.resource("aws_iam_role_policy.releaser_policy");
    const allowed = statementsOf(policy).flatMap(({ Action }) => Action);
    const calls = [...stage.proxy.actions].filter((action) => action !== "sts:GetCallerIdentity"); // needs none
    // Asked only why ECS rolled a deployment back: rolled-back.long.test.ts
    expect([...calls, "ecs:DescribeServiceDeployments"].sort()).toEqual(allowed.sort());
  });

  it(
    "is destroyed though the record is broken",
    async () => {
      await stage.breakRecord();
      const { code, output } = await stage.change("destroy").ended;
      expect([code, output]).toEqual([0, expect.stringContaining('{"type":"result","kind":"applied"')]);
      expect(await stage.lock()).toBeUndefined();
      expect(itemsOf("rel", difference(await stage.account.inventory(), before))).toEqual([]);
    },
    4 * MINUTES,
  );
});
