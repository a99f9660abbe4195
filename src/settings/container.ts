import type { Color } from "../naming/color";
import { type ContainerSecret, secretsOf } from "./container-secrets";
import type { EnvironmentSettings } from "./schema";

type Application = EnvironmentSettings["application"];

/** What one color's container is started with, and how the load balancer asks after it. */
export interface ContainerSettings extends Pick<Application, "containerPort" | "healthCheckPath" | "user"> {
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, ContainerSecret>>;
}

/**
 * One color's container: what both colors have in common, with what this color replaces. So a changed port, path, user or
 * variable can be given to the color without traffic, and released like an image.
 */
export function containerOf(application: Application, color: Color): ContainerSettings {
  const own = application[color];
  const environment = Object.entries({ ...application.environment, ...own.environment });
  return {
    containerPort: own.containerPort ?? application.containerPort,
    healthCheckPath: own.healthCheckPath ?? application.healthCheckPath,
    user: own.user ?? application.user,
    environment: Object.fromEntries(environment.filter((it): it is [string, string] => it[1] !== null)),
    secrets: secretsOf(application, color),
  };
}
