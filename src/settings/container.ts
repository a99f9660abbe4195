import type { Color } from "../naming/color";
import { type ContainerSecret, secretsOf } from "./container-secrets";
import type { EnvironmentSettings } from "./schema";

type Application = EnvironmentSettings["application"];

/** The settings with which ECS starts one color's container, and the path of the container's health check. */
export interface ContainerSettings extends Pick<Application, "containerPort" | "healthCheckPath" | "user"> {
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, ContainerSecret>>;
}

/**
 * Returns the container settings of one color. A value in the color's own settings replaces the value in the common settings. So a new
 * port, health check path, user or variable can first be set for the color without traffic, and then be released like an image.
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
