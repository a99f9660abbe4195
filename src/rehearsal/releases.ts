import { CloudWatchClient, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { colorAlarmNames } from "../naming/names";
import { EXIT } from "../release/outcome";
import type { Emulator } from "./emulator";
import { type Phase, RehearsalError } from "./phase";
import type { Workspace } from "./workspace";

// Each step is watched for two seconds: what is rehearsed is the way, not the waiting.
const BRIEFLY = ["--bake", "2s", "--poll", "1s", "--yes"];

/** Releases green to the end, then blue until an alarm sends the traffic back, and plans again. */
export async function rehearseReleases(
  workspace: Workspace,
  emulator: Emulator,
  { phase, signal }: { readonly phase: Phase; readonly signal: AbortSignal },
): Promise<void> {
  const release = async (to: string, exitCode: number, onLine: (line: string) => void) => {
    const code = await workspace.command("release", ["start", "--to", to, ...BRIEFLY], { signal }, onLine);
    if (code !== exitCode) throw new RehearsalError(`the release ended with ${code}, not with ${exitCode}`);
  };

  await phase("release green through all steps", (show) => release("green", 0, (line) => show(() => [line])));

  const [alarm] = colorAlarmNames(workspace.suffix, "blue");
  const cloudWatch = new CloudWatchClient(emulator.client);
  await phase(`release blue; ${alarm} is in ALARM and sends all traffic back`, (show) =>
    release("blue", EXIT.rolledBack, (line) => {
      show(() => [line]);
      if (line.includes("moved: blue 5 %")) {
        const state = { AlarmName: alarm, StateValue: "ALARM" as const, StateReason: "rehearsed" };
        void cloudWatch.send(new SetAlarmStateCommand(state));
      }
    }),
  );

  await phase("plan after the releases, which has to change nothing", async () => {
    if (!(await workspace.isSettled({ signal }))) {
      throw new RehearsalError("a plan wants to undo what the releases moved");
    }
  });
}
