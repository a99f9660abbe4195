import {
  type ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { COLORS, type Color } from "../../naming/color";
import { HEALTH_PATH } from "./application";
import type { Clock } from "./clock";
import type { Routing } from "./routing";

/**
 * The health of a color's tasks changes after this number of consecutive equal results. It is the same number as in
 * src/constructs/traffic.ts. A health check is made every 30 s.
 */
const THRESHOLD = 2;

/**
 * The timeout of a health check, in seconds on the rehearsal's clock. It is longer than the 5 s in AWS, so that a busy machine does not
 * make a target unhealthy.
 */
const TIMEOUT = 60;

/** Makes health checks of the tasks of both colors, as a load balancer does, and stores the results in the emulator. */
export class HealthChecks {
  /**
   * For each color: how many consecutive health checks have contradicted the health that the emulator stores. A health check that confirms
   * the stored health sets the number to 0.
   */
  private readonly against: Record<Color, number> = { blue: 0, green: 0 };
  private readonly healthy: Record<Color, boolean> = { blue: true, green: true };

  public constructor(
    private readonly elb: ElasticLoadBalancingV2Client,
    private readonly ports: Readonly<Record<Color, number>>,
    private readonly clock: Clock,
  ) {}

  /** Makes one health check of each color. */
  public async check(routing: Routing | undefined): Promise<void> {
    for (const color of COLORS) {
      const differs = (await this.isWell(color)) !== this.healthy[color];
      this.against[color] = differs ? this.against[color] + 1 : 0;
      if (this.against[color] >= THRESHOLD) await this.tell(routing, color, !this.healthy[color]);
    }
  }

  /**
   * Marks both colors as healthy in the emulator. Call this function after the last health check. Otherwise an unhealthy color stays
   * unhealthy in the emulator.
   */
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
    const Attributes = [{ Key: "rehearsal.healthy", Value: `${healthy}` }]; // an attribute of src/rehearsal/moto-shim, not of AWS
    await this.elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: group.arn, Attributes }));
    this.healthy[color] = healthy;
    this.against[color] = 0;
  }
}
