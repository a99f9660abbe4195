import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DeleteParameterCommand, ListTagsForResourceCommand } from "@aws-sdk/client-ssm";
import { SETTINGS, type Stage } from "./release-stage";
import { MINUTES } from "./support";

const PARAMETER = "/transaction-processing/rel/green-weight";
const START = ["start", "--to", "green", "--yes"];

/** Releases and Terraform beside each other: what a plan shows, what a hand broke, and who waits for whom. */
export function besideDeploys(stage: () => Stage): void {
  /** @returns the exit code of a plan, and what it printed */
  async function plan(...more: string[]): Promise<{ code: number; text: string }> {
    const { logFile } = stage().workspace;
    const before = readFileSync(logFile, "utf8").length;
    const args = ["-detailed-exitcode", "-input=false", "-no-color", ...more];
    const code = await stage().workspace.terraform("plan", args);
    return { code, text: readFileSync(logFile, "utf8").slice(before) };
  }

  async function tags(): Promise<unknown> {
    const list = new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId: PARAMETER });
    return (await stage().aws.ssm.send(list)).TagList;
  }

  it("a record that a hand broke is put right by the controller", async () => {
    await stage().aws.breakRecord();
    await stage().isAt(20);
  });

  it(
    "edited weights are planned as a tag, and move nothing, not even what a release moves between plan and apply",
    async () => {
      stage().configure("rel", { ...SETTINGS, weights: { blue: 30, green: 70 } });
      stage().synthesize();
      const file = join(stage().directory, "edited.tfplan");
      const { code, text } = await plan(`-out=${file}`);
      expect(code).toBe(2);
      expect(text).toContain('~ "ConfiguredWeights" = "80/20" -> "30/70"');
      expect(text).toContain("Plan: 0 to add, 1 to change, 0 to destroy.");

      expect((await stage().release("set", "--green", "35", "--yes")).code).toBe(0);
      expect(await stage().workspace.terraform("apply", ["-input=false", file])).toBe(0);
      expect(await stage().aws.green()).toEqual({ live: 35, recorded: 35 });
      expect(await tags()).toContainEqual({ Key: "ConfiguredWeights", Value: "30/70" });
      expect(await stage().workspace.isSettled()).toBe(true);
    },
    2 * MINUTES,
  );

  it(
    "a record that a hand deleted is there again; the next deploy, which keeps releases waiting, gives it its tags",
    async () => {
      await stage().aws.ssm.send(new DeleteParameterCommand({ Name: PARAMETER }));
      await stage().isAt(20);
      stage().configure("rel", { ...SETTINGS, weights: { blue: 60, green: 40 } });
      const deploy = stage().change("deploy");
      while ((await stage().aws.lock()) === undefined) await sleep(100);
      const refused = await stage().release(...START);
      expect(refused.code).toBe(2);
      expect(refused.output).toMatch(
        /\n {2}NO +nobody deploys +arn:aws:\S+ holds the environment for a deploy since /,
      );
      const { code: deployed, output } = await deploy.ended;
      expect([deployed, output]).toEqual([0, expect.stringContaining('{"type":"result","kind":"applied"')]);
      expect(await stage().aws.lock()).toBeUndefined();
      expect(await stage().aws.green()).toEqual({ live: 20, recorded: 20 });
      expect(await tags()).toContainEqual({ Key: "ConfiguredWeights", Value: "60/40" });
    },
    2 * MINUTES,
  );

  it(
    "a release keeps deploys waiting, and moves by hand",
    async () => {
      await stage().begin("--bake", "60m"); // time to pause in, on a busy machine
      await stage().release("pause");
      const waits = await stage().change("deploy").ended;
      expect([waits.code, waits.output]).toEqual([
        2,
        expect.stringMatching(/^a release is under way: arn:aws:\S+ on release-controller-rel since /),
      ]);
      const set = await stage().release("set", "--green", "70", "--yes");
      expect([set.code, set.output]).toEqual([
        2,
        expect.stringContaining("a release of green is under way (paused)"),
      ]);
      await stage().isAt(40);
    },
    2 * MINUTES,
  );
}
