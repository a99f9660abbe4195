import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { DeleteParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { ACCOUNT_ID } from "../../src/rehearsal/emulator";
import { QUICK, type Stage } from "./release-stage";
import { MINUTES } from "./support";

const PATH = "/transaction-processing/rel/split";
const START = ["start", "--to", "green", "--steps", "40", ...QUICK];

/** Releases and Terraform beside each other: what a plan shows, what a hand broke, and who waits for whom. */
export function besideDeploys(stage: () => Stage): void {
  /** @returns the exit code of a plan, and what it printed */
  async function plan(): Promise<{ code: number; text: string }> {
    const { logFile } = stage().workspace;
    const before = readFileSync(logFile, "utf8").length;
    const code = await stage().workspace.terraform("plan", [
      "-detailed-exitcode",
      "-input=false",
      "-no-color",
    ]);
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
      const Name = (await stage().parameter())?.Name;
      await stage().ssm.send(new DeleteParameterCommand({ Name }));
      expect((await plan()).code).toBe(2);
      const refused = await stage().release("status");
      expect([refused.code, refused.output]).toEqual([
        2,
        `no weight parameter below ${PATH}: is "rel" deployed? If somebody deleted it, "npm run release -- repair" makes it again\n`,
      ]);
      const repaired = await stage().release("repair");
      expect([repaired.code, repaired.output]).toEqual([0, "recorded blue 80 %, green 20 %\n"]);
      expect(await stage().parameter()).toMatchObject({ Name, Type: "String", Value: "20" });
      expect(await stage().workspace.isSettled()).toBe(true);
    },
    3 * MINUTES,
  );

  it("two records mean that a deploy is changing the weights", async () => {
    const Name = `${PATH}/99-1`;
    await stage().ssm.send(new PutParameterCommand({ Name, Type: "String", Value: "1" }));
    const { code, output } = await stage().release(...START);
    await stage().ssm.send(new DeleteParameterCommand({ Name }));
    expect(code).toBe(2);
    expect(output).toMatch(
      /^two weight parameters \(\S+, \S+\): a deploy is changing the weights; wait for its end\n$/,
    );
  });

  it(
    "edited weights are planned as weights that move, and a deploy of it keeps releases waiting",
    async () => {
      stage().configure("rel", { accountId: ACCOUNT_ID, weights: { blue: 30, green: 70 } });
      stage().synthesize();
      const { code, text } = await plan();
      expect(code).toBe(2);
      expect(text.match(/^ +. weight .*/gm)?.map((line) => line.trim())).toEqual([
        "- weight = 80 -> null",
        "- weight = 20 -> null",
        "+ weight = 30",
        "+ weight = 70",
      ]);
      expect(text).toContain(`"${PATH}/80-20" -> "${PATH}/30-70" # forces replacement\n`);
      expect(text).toContain("Plan: 1 to add, 1 to change, 1 to destroy.");

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
      expect(await stage().green()).toEqual({ live: 70, recorded: 70 });
      expect((await stage().parameter())?.Name).toBe(`${PATH}/30-70`);
      expect(await stage().workspace.isSettled()).toBe(true);
    },
    2 * MINUTES,
  );
}
