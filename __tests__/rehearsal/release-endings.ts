import type { Stage } from "./release-stage";
import { MINUTES } from "./support";

const START = ["start", "--to", "green", "--yes"];

/** Terraform has nothing to put right after a release, however it ended: else the next deploy would move traffic. */
export function endings(stage: () => Stage): void {
  const ENDINGS: Readonly<Record<string, () => Promise<unknown>>> = {
    "it is completed": () => stage().release(...START),
    "it is rolled back by command": async () => {
      await stage().begin();
      await stage().isAt(40);
      return stage().release("rollback");
    },
    "an alarm sends traffic back": async () => {
      await stage().begin();
      await stage().isAt(40);
      await stage().setAlarm("alarm-green-failed-requests-rel", "ALARM");
      await stage().reaches("settling", "idle");
    },
    "it is paused": async () => {
      await stage().begin();
      return stage().release("pause");
    },
    "it is stuck": async () => {
      await stage().begin();
      await stage().isAt(40);
      await stage().aws.takeTargets("blue");
      return stage().release("rollback");
    },
    "a hand's move is adopted": async () => {
      await stage().begin();
      await stage().isAt(40);
      await stage().aws.moveByHand(33);
      await stage().reaches("foreign");
      return stage().release("repair", "--yes");
    },
    "the weights are set": () => stage().release("set", "--green", "50", "--yes"),
  };

  it.each(Object.keys(ENDINGS))(
    "%s",
    async (ending) => {
      await ENDINGS[ending]?.();
      await stage().until("record as the listener", async () => {
        const { live, recorded } = await stage().aws.green();
        return live === recorded;
      });
      expect(await stage().workspace.isSettled()).toBe(true);
    },
    2 * MINUTES,
  );
}
