import { ANYWHERE } from "../cidr";
import { REGION } from "../naming/region";
import { parseEcrImage } from "./image";
import type { EnvironmentSettings } from "./schema";

/**
 * Whether tasks have to call addresses outside the VPC that are not fixed: addresses of AWS services if there are no interface endpoints,
 * and addresses of image registries other than this region's ECR.
 */
const callWorld = ({ network }: EnvironmentSettings, images: readonly string[]): boolean =>
  !network.interfaceEndpoints || images.some((image) => parseEcrImage(image)?.region !== REGION);

/** Whether the application's tasks have to call addresses outside the VPC that are not fixed. */
export const tasksCallWorld = (settings: EnvironmentSettings): boolean =>
  callWorld(settings, [settings.application.blue.image, settings.application.green.image]);

/** Whether the migration task has to call addresses outside the VPC that are not fixed. */
export const migrationCallsWorld = (settings: EnvironmentSettings): boolean =>
  callWorld(settings, [settings.migration.image]);

/** Address ranges that the application's tasks have to call on 443: the whole world, or only the configured services. */
export const taskHttpsCidrBlocks = (settings: EnvironmentSettings): readonly string[] =>
  tasksCallWorld(settings) ? [ANYWHERE] : settings.network.httpsEgressCidrBlocks;

/** Address ranges that the migration task has to call on 443: the whole world, or none. */
export const migrationHttpsCidrBlocks = (settings: EnvironmentSettings): readonly string[] =>
  migrationCallsWorld(settings) ? [ANYWHERE] : [];
