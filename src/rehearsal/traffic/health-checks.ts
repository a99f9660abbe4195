import {
  type ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { COLORS, type Color } from "../../naming/color";
import { HEALTH_PATH } from "./application";
import type { Clock } from "./clock";
import type { Routing } from "./routing";

/** Checks in a row that decide, as src/constructs/traffic.ts has it; they are 30 s apart. */
const THRESHOLD = 2;

/** A busy machine is no sick target: longer than AWS's 5 s, in rehearsed seconds. */
const TIMEOUT = 60;

/** Asks the colors' tasks for their health, as a load balancer does, and tells the emulator. */
export class HealthChecks {
  /** How many checks in a row said otherwise than what the emulator was told. */
  private readonly against: Record<Color, number> = { blue: 0, green: 0 };
  private readonly healthy: Record<Color, boolean> = { blue: true, green: true };

  public constructor(
    private readonly elb: ElasticLoadBalancingV2Client,
    private readonly ports: Readonly<Record<Color, number>>,
    private readonly clock: Clock,
  ) {}

  /** Checks once. */
  public async check(routing: Routing | undefined): Promise<void> {
    for (const color of COLORS) {
      const differs = (await this.isWell(color)) !== this.healthy[color];
      this.against[color] = differs ? this.against[color] + 1 : 0;
      if (this.against[color] >= THRESHOLD) await this.tell(routing, color, !this.healthy[color]);
    }
  }

  /** Leaves every color healthy, as the emulator has it when nobody asks. */
  public async end(routing: Routing | undefined): Promise<void> {
    for (const color of COLORS) {
      if (!this.healthy[color]) await this.tell(routing, color, true);
    }
  }

  private isWell(color: Color): Promise<boolean> {
    const signal = AbortSignal.timeout(this.clock.milliseconds(TIMEOUT));
    return fetch(`http://127.0.0.1:${this.ports[color]}${HEALTH_PATH}`, { signal }).then(
      ({ status }) => status === 200,
      () => false,
    );
  }

  private async tell(routing: Routing | undefined, color: Color, healthy: boolean): Promise<void> {
    const group = routing?.groups.find((it) => it.color === color);
    if (group === undefined) return;
    const Attributes = [{ Key: "rehearsal.healthy", Value: `${healthy}` }]; // the shim's, not AWS's
    await this.elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: group.arn, Attributes }));
    this.healthy[color] = healthy;
    this.against[color] = 0;
  }
}
