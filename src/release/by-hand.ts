import { weightParameter } from "../naming/weight-parameter";
import { confirm } from "../terminal/confirm";
import { interruption } from "../terminal/interruption";
import { RefusedError } from "../terminal/refused";
import type { ReleaseEnvironment } from "./environment";
import { weightsOfGreen } from "./release";
import { describeWeights } from "./report";

/** Moves traffic once, outside of any release. */
export async function setWeights(
  environment: ReleaseEnvironment,
  options: { readonly green: number; readonly reason?: string; readonly yes: boolean },
): Promise<void> {
  const { traffic, config } = environment;
  const [recorded, live] = await Promise.all([traffic.recorded(), traffic.live()]);
  if (recorded?.green !== live.green) {
    throw new RefusedError('the recorded weights are not the live ones: "npm run release -- repair" first');
  }
  const to = weightsOfGreen(options.green);
  await confirm(options, `move ${config.suffix} from ${describeWeights(live)} to ${describeWeights(to)}`);
  await environment.holding(async () => {
    interruption().signal.throwIfAborted();
    await environment.note("set", { from: live, to, ...(options.reason && { reason: options.reason }) });
    await traffic.record(to);
    await traffic.move(to);
  });
  console.log(describeWeights(to));
}

/** Records the live weights, after somebody moved the listener, or broke or deleted the parameter. Moves nothing. */
export async function repair(environment: ReleaseEnvironment): Promise<void> {
  const { traffic, config } = environment;
  await environment.holding(async () => {
    const [recorded, live] = await Promise.all([traffic.recorded(), traffic.live()]);
    if (recorded?.green === live.green) {
      console.log(`nothing to repair: ${describeWeights(live)}`);
      return;
    }
    await environment.note("repaired", { ...(recorded && { from: recorded }), to: live });
    if (await traffic.hasParameter()) {
      await traffic.record(live);
    } else {
      await traffic.recordAnew(live, weightParameter(config.suffix, config));
    }
    console.log(`recorded ${describeWeights(live)}`);
  });
}
