import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DeleteParameterCommand, ListTagsForResourceCommand } from "@aws-sdk/client-ssm";
import { ACCOUNT_ID } from "../../src/rehearsal/emulator";
import { QUICK, type Stage } from "./release-stage";
import { MINUTES } from "./support";

const PARAMETER = "/transaction-processing/rel/green-weight";
const START = ["start", "--to", "green", "--steps", "40", ...QUICK];

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

  it(
    "a record that a hand broke blocks no plan, and is repaired",
    async () => {
      await stage().breakRecord();
      expect((await plan()).code).not.toBe(1);
      const refused = await stage().release(...START);
      expect(refused.code).toBe(2);
      expect(refused.output).toMatch(
        /\n {2}NO +the recorded weights are the live ones +recorded broken, live blue 80 %, /,
      );
      const repaired = await stage().release("repair");
      expect([repaired.code, repaired.output]).toEqual([0, "recorded blue 80 %, green 20 %\n"]);
      const again = await stage().release("repair");
      expect([again.code, again.output]).toEqual([0, "nothing to repair: blue 80 %, green 20 %\n"]);
      expect(await stage().workspace.isSettled()).toBe(true);
    },
    3 * MINUTES,
  );

  it(
    "a record that a hand deleted blocks no plan, and is made again as it was",
    async () => {
      await stage().ssm.send(new DeleteParameterCommand({ Name: PARAMETER }));
      expect((await plan()).code).toBe(2);
      const refused = await stage().release("status");
      expect([refused.code, refused.output]).toEqual([
        2,
        `there is no weight parameter ${PARAMETER}: is "rel" deployed? If somebody deleted it, "npm run release -- repair" makes it again\n`,
      ]);
      const repaired = await stage().release("repair");
      expect([repaired.code, repaired.output]).toEqual([0, "recorded blue 80 %, green 20 %\n"]);
      expect(await stage().parameter()).toMatchObject({ Type: "String", Value: "20" });
      expect(await stage().workspace.isSettled()).toBe(true);
    },
    3 * MINUTES,
  );

  it(
    "edited weights are planned as a tag, and move nothing, not even what a release moves between plan and apply",
    async () => {
      stage().configure("rel", { accountId: ACCOUNT_ID, weights: { blue: 30, green: 70 } });
      stage().synthesize();
      const file = join(stage().directory, "edited.tfplan");
      const { code, text } = await plan(`-out=${file}`);
      expect(code).toBe(2);
      expect(text).toContain('~ "ConfiguredWeights" = "80/20" -> "30/70"');
      expect(text).toContain("Plan: 0 to add, 1 to change, 0 to destroy.");

      expect((await stage().release("set", "--green", "35", "--yes")).code).toBe(0);
      expect(await stage().workspace.terraform("apply", ["-input=false", file])).toBe(0);
      expect(await stage().green()).toEqual({ live: 35, recorded: 35 });
      const { TagList = [] } = await stage().ssm.send(
        new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId: PARAMETER }),
      );
      expect(TagList).toContainEqual({ Key: "ConfiguredWeights", Value: "30/70" });
      expect(await stage().workspace.isSettled()).toBe(true);
    },
    2 * MINUTES,
  );

  it(
    "a deploy keeps releases waiting",
    async () => {
      stage().configure("rel", { accountId: ACCOUNT_ID, weights: { blue: 60, green: 40 } });
      const deploy = stage().change("deploy");
      while ((await stage().lock()) === undefined) await sleep(100);
      const refused = await stage().release(...START);
      expect(refused.code).toBe(2);
      expect(refused.output).toMatch(
        /\n {2}NO +nobody deploys or releases +a deploy is under way: arn:aws:\S+ on \S+ since /,
      );
      const { code: deployed, output } = await deploy.ended;
      expect([deployed, output]).toEqual([0, expect.stringContaining('{"type":"result","kind":"applied"')]);
      expect(await stage().lock()).toBeUndefined();
      expect(await stage().green()).toEqual({ live: 20, recorded: 20 });
    },
    2 * MINUTES,
  );
}
