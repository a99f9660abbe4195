import { setTimeout as sleep } from "node:timers/promises";
import { COLORS, type Color } from "../naming/color";
import { resourceName } from "../naming/names";
import { controllerOf } from "../release/client/ask";
import { whatRunsInTheEnd } from "../release/controller/follow";
import { cannotBeLookedAt, describe, type WhatRuns } from "../release/controller/what-runs";
import type { Display } from "../terraform/display";
import { askController } from "./ask-controller";
import { explaining, explainService } from "./failure";
import type { OpenEnvironment } from "./open-environment";

export interface FollowProps {
  readonly signal: AbortSignal;
  readonly display: Display;
  /** When the apply began. @default - nothing was applied */
  readonly since?: Date;
}

/**
 * Follows ECS's deployments of both colors to their ends, and asks the release controller. Terraform counts a service as deployed
 * as soon as the service is steady, even after ECS has rolled it back. A service that cannot be read is a problem as well.
 *
 * @returns a sentence for each color that does not run the configured task definition, and a sentence where nobody guards the
 * traffic
 */
export async function followServices(
  { config: { suffix, accountId }, aws, me }: Pick<OpenEnvironment, "config" | "aws" | "me">,
  { signal, display, since }: FollowProps,
): Promise<string[]> {
  const waiting = new Map<Color, string>();
  const follow = async (color: Color): Promise<WhatRuns | Error> => {
    const what = {
      cluster: resourceName(suffix, "ecs-cluster"),
      service: resourceName(suffix, "ecs-service", color),
      configured: resourceName(suffix, "task-definition", color),
      since,
    };
    return await whatRunsInTheEnd(aws.ecs, what, {
      now: Date.now,
      sleep: (milliseconds) => sleep(milliseconds, undefined, { signal }),
      onLook: ({ ending, progress }) => {
        if (ending === "still going") waiting.set(color, `  waiting for ${color}: ${progress}`);
        else waiting.delete(color);
        display.waiting([...waiting.values()]);
      },
    }).catch((error: Error) => {
      signal.throwIfAborted();
      return error;
    });
  };
  display.phase("ECS: both colors run what was configured");
  const seen = await Promise.all(COLORS.map(follow));
  display.end();
  const problems: string[] = [];
  for (const [index, color] of COLORS.entries()) {
    const runs = seen[index];
    if (runs instanceof Error) {
      problems.push(`${color}: ${cannotBeLookedAt(runs)}`);
    } else if (runs !== undefined && runs.problems.length > 0) {
      problems.push(...runs.problems.map((it) => `${color}: ${it}`));
      for (const line of await explainService(color, suffix, explaining(aws))) display.print(line);
    } else if (runs !== undefined) {
      display.print(`        ${color} runs ${describe(runs.running)}`);
    }
  }
  display.phase("the release controller answers");
  problems.push(...(await askController(controllerOf({ suffix, accountId }), me.arn)));
  display.end();
  return problems;
}

/** What to do about {@link followServices}'s problems, below them. */
export const notAsConfigured = (suffix: string, problems: readonly string[]): string =>
  [
    `${suffix} does not run what was configured:`,
    ...problems.map((it) => `  ${it}`),
    `Traffic stays where it is, and no release to a color named above begins. Where Terraform itself saw the rollback, it has kept the resources that the old tasks need. Mend the cause and deploy again; or set the image in environments/${suffix}.json back to the one that runs now, and deploy again; "npm run release -- status" says what runs.`,
  ].join("\n");
