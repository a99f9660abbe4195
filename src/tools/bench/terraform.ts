import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Workspace } from "../../rehearsal/workspace";
import { environmentApp, synthesize } from "../../terraform/synthesize";
import { type Emulated, SUFFIX } from "./emulated";
import { inTurn, type Measurement, type Row, secondsOf, summarize } from "./measure";

const QUIET = ["-input=false", "-no-color"];
/** The parallelism that rehearsals use. It is high, because Terraform mostly waits for the emulator. */
const PARALLELISM = "-parallelism=64";

/**
 * Compares `npm run deploy` and `npm run plan` with `terraform apply` and `terraform plan`. The two commands of Terraform do less: they do
 * not synthesize, do not review the plan, and do not read the running images from ECS.
 *
 * @param directory the folder that contains the workspaces of both environments
 */
export async function benchTerraform(
  { workspace, alone }: Emulated,
  directory: string,
  runs: number,
): Promise<Row[]> {
  console.error("deploying into the emulator, twice: a few minutes");
  const deployed = summarize("npm run deploy of a new environment, in one run", [
    await secondsOf(() => workspace.deploy()),
  ]);
  const applied = summarize("terraform init and apply of the same environment, in one run", [
    await deployAlone(alone, join(directory, alone.suffix)),
  ]);
  const own = (name: "plan" | "review", args: readonly string[]) =>
    succeeded(workspace.command(name, args, {}, () => {}));
  const [ours, terraforms] = await inTurn(
    runs,
    { what: "npm run plan, nothing changed", run: () => secondsOf(() => own("plan", [])) },
    {
      what: "terraform plan of the same",
      run: () => secondsOf(() => succeeded(workspace.terraform("plan", QUIET))),
    },
  );
  const { digest } = JSON.parse(readFileSync(join(directory, SUFFIX, "plan", SUFFIX, "review.json"), "utf8"));
  const [review] = await inTurn(runs, {
    what: "npm run review of a plan without changes",
    run: () => secondsOf(() => own("review", ["--plan", `plan/${SUFFIX}`, "--digest", digest])),
  });
  return [
    ...compared(deployed, applied, 1.5),
    ...compared(ours, terraforms, 2),
    { ...review, goal: "-", met: true },
  ];
}

/**
 * Measures `terraform init` and `terraform apply` together. The configuration is synthesized before the measurement.
 *
 * @returns the total duration of the two commands, in seconds
 */
async function deployAlone(alone: Workspace, directory: string): Promise<number> {
  await synthesize(
    environmentApp(alone.suffix),
    { ...process.env, ...alone.variables },
    join(directory, "cdktf.out"),
    new AbortController().signal,
  );
  return secondsOf(async () => {
    await succeeded(alone.terraform("init", QUIET));
    await succeeded(alone.terraform("apply", [...QUIET, "-auto-approve", PARALLELISM]));
  });
}

async function succeeded(code: Promise<number>): Promise<void> {
  if ((await code) !== 0) throw new Error("a command failed: see rehearsal.log");
}

/**
 * Returns a row for each of two measurements. The row of the first measurement contains the goal, and whether the goal is met.
 *
 * @param most the goal: the median of `one` is at most the median of `other` multiplied by this number
 */
export function compared(one: Measurement, other: Measurement, most: number): Row[] {
  const times = one.medianSeconds / other.medianSeconds;
  return [
    {
      ...one,
      goal: `at most ${most} times the next row (result: ${times.toFixed(2)} times)`,
      met: times <= most,
    },
    { ...other, goal: "-", met: true },
  ];
}
