import { ANYWHERE } from "../cidr";
import { REGION } from "../naming/region";
import { parseEcrImage } from "./image";
import type { EnvironmentSettings } from "./schema";

/**
 * Whether tasks have to call addresses outside the VPC that cannot be listed in advance. These are the addresses of AWS services if there
 * are no interface endpoints, and the addresses of image registries other than ECR in this region.
 */
const callWorld = ({ network }: EnvironmentSettings, images: readonly string[]): boolean =>
  !network.interfaceEndpoints || images.some((image) => parseEcrImage(image)?.region !== REGION);

/** Whether the application's tasks have to call addresses outside the VPC that cannot be listed in advance. */
export const tasksCallWorld = (settings: EnvironmentSettings): boolean =>
  callWorld(settings, [settings.application.blue.image, settings.application.green.image]);

/** Whether the migration task has to call addresses outside the VPC that cannot be listed in advance. */
export const migrationCallsWorld = (settings: EnvironmentSettings): boolean =>
  callWorld(settings, [settings.migration.image]);

/** Address ranges that the application's tasks have to call on port 443: all addresses, or only the configured ranges. */
export const taskHttpsCidrBlocks = (settings: EnvironmentSettings): readonly string[] =>
  tasksCallWorld(settings) ? [ANYWHERE] : settings.network.httpsEgressCidrBlocks;

/** Address ranges that the migration task has to call on port 443: all addresses, or none. */
export const migrationHttpsCidrBlocks = (settings: EnvironmentSettings): readonly string[] =>
  migrationCallsWorld(settings) ? [ANYWHERE] : [];
