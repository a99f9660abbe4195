import { DescribeServicesCommand, DescribeTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { resourceName } from "../config/names";
import { COLOURS, type Colour } from "../config/schema";
import { alarmStates } from "./alarm-states";
import type { ReleaseEnvironment } from "./environment";
import { type Lock, LockHeldError } from "./lock";
import type { Split } from "./release";

/** One colour as it is now. */
export interface ColourStatus {
  readonly image: string;
  readonly running: number;
  readonly desired: number;
  readonly healthy: number;
  readonly unhealthy: number;
  readonly targets: number;
}

/** Who holds an environment; `unreadable` says why that is not known. */
export type LockStatus = (Lock | { readonly unreadable: string }) & {
  readonly lastHeardOfSecondsAgo: number;
};

/** An environment's traffic as it is now. */
export interface Status {
  readonly suffix: string;
  /** `undefined` when the parameter's value is no weight. */
  readonly recorded: Split | undefined;
  readonly live: Split;
  readonly colours: Readonly<Record<Colour, ColourStatus>>;
  /** Guard alarms of each colour and their states. */
  readonly alarms: Readonly<Record<Colour, Readonly<Record<string, string>>>>;
  /** Who holds the environment, and at which step a release is. */
  readonly lock: LockStatus | undefined;
}

export async function readStatus(environment: ReleaseEnvironment): Promise<Status> {
  const { traffic, lock, config } = environment;
  const perColour = async <T>(read: (colour: Colour) => Promise<T>) => {
    const [blue, green] = await Promise.all(COLOURS.map(read));
    return { blue, green } as Record<Colour, T>;
  };
  const [recorded, live, held, colours, alarms] = await Promise.all([
    traffic.recorded(),
    traffic.live(),
    lock.read(),
    perColour((colour) => colourStatus(environment, colour)),
    perColour((colour) => alarmStates(environment.aws.cloudWatch, environment.guards(colour, []))),
  ]);
  return {
    suffix: config.suffix,
    recorded,
    live,
    colours,
    alarms,
    lock: held && {
      ...(held.lock ?? { unreadable: new LockHeldError(held).message }),
      lastHeardOfSecondsAgo: Math.round(held.ageSeconds),
    },
  };
}

export async function colourStatus(
  { aws, traffic, config }: ReleaseEnvironment,
  colour: Colour,
): Promise<ColourStatus> {
  const cluster = resourceName(config.suffix, "ecs-cluster");
  const [{ services: [service] = [] }, targets] = await Promise.all([
    aws.ecs.send(
      new DescribeServicesCommand({
        cluster,
        services: [resourceName(config.suffix, "ecs-service", colour)],
      }),
    ),
    traffic.targets(colour),
  ]);
  const { taskDefinition } = await aws.ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: service?.taskDefinition }),
  );
  return {
    image: taskDefinition?.containerDefinitions?.[0]?.image ?? "unknown",
    running: service?.runningCount ?? 0,
    desired: service?.desiredCount ?? 0,
    healthy: targets.healthy,
    unhealthy: targets.unhealthy,
    targets: targets.total,
  };
}
