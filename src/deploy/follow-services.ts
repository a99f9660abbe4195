import { setTimeout as sleep } from "node:timers/promises";
import { COLORS, type Color } from "../naming/color";
import { resourceName } from "../naming/names";
import { controllerOf } from "../release/client/ask";
import { whatRunsInTheEnd } from "../release/controller/follow";
import { cannotBeLookedAt, describe, UNREADABLE, type WhatRuns } from "../release/controller/what-runs";
import type { Display } from "../terraform/display";
import { askController, OF_CONTROLLER } from "./ask-controller";
import { explaining, explainService } from "./failure";
import type { OpenEnvironment } from "./open-environment";

/** Options of {@link followServices}. */
export interface FollowProps {
  readonly signal: AbortSignal;
  readonly display: Display;
  /** The time at which the apply began. @default - none, because nothing was applied */
  readonly since?: Date;
}

/**
 * Waits until ECS has ended its deployments of both colors, and asks the release controller for its status. Terraform reports success as
 * soon as a service is steady, even if ECS has rolled the service back.
 *
 * @returns one sentence for each problem. Three problems are possible: a color does not run the configured task definition, a service
 *   cannot be read, or the release controller has a problem
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
  display.phase("ECS: waits until both colors run the configured tasks");
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
  display.phase("asks the release controller");
  problems.push(...(await askController(controllerOf({ suffix, accountId }), me.arn)));
  display.end();
  return problems;
}

/** Returns the problems that say that a color does not run its configuration. @param problems the result of {@link followServices} */
export const notRunning = (problems: readonly string[]): string[] =>
  problems.filter((it) => !it.startsWith(OF_CONTROLLER) && !it.includes(UNREADABLE));

/** Returns a message that lists the problems and says what to do next. @param problems the result of {@link followServices} */
export function notAsConfigured(suffix: string, problems: readonly string[]): string {
  const look = `To see the state: npm run release -- status --suffix ${suffix}. What to do: docs/runbooks/release.md#a-color-does-not-run-what-was-deployed`;
  const [found, advice] = problems.every((it) => it.startsWith(OF_CONTROLLER))
    ? [
        `${suffix} runs its configuration, but its release controller has a problem or could not be asked`,
        `Correct the problem before the next release, because this controller moves the traffic and rolls back. ${look}`,
      ]
    : notRunning(problems).length === 0
      ? [`it is not known whether ${suffix} runs its configuration`, look]
      : [
          `${suffix} does not run its configuration`,
          `ECS does not move traffic when it rolls back, and a release to a color named above is refused. If Terraform itself saw the rollback, it has kept the resources that the old tasks need. Remove the cause and deploy again; or set the image in environments/${suffix}.json back to the running image, which "npm run release -- status" shows, and deploy again.`,
        ];
  return [`${found}:`, ...problems.map((it) => `  ${it}`), advice].join("\n");
}
