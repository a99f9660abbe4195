import { ANYWHERE } from "../cidr";
import { REGION } from "../naming/region";
import { parseEcrImage } from "./image";
import type { EnvironmentSettings } from "./schema";

/**
 * Whether the image's registry or AWS's services have no fixed address inside the VPC: without interface endpoints, and for
 * images from elsewhere than this region's ECR.
 */
const callWorld = ({ network }: EnvironmentSettings, images: readonly string[]): boolean =>
  !network.interfaceEndpoints || images.some((image) => parseEcrImage(image)?.region !== REGION);

/** Whether something that the application's tasks call on 443 has no fixed address inside the VPC. */
export const tasksCallWorld = (settings: EnvironmentSettings): boolean =>
  callWorld(settings, [settings.application.blue.image, settings.application.green.image]);

/** Whether something that the migration task calls on 443 has no fixed address inside the VPC. */
export const migrationCallsWorld = (settings: EnvironmentSettings): boolean =>
  callWorld(settings, [settings.migration.image]);

/** Address ranges that the application's tasks have to call on 443: the whole world, or only the configured services. */
export const taskHttpsCidrBlocks = (settings: EnvironmentSettings): readonly string[] =>
  tasksCallWorld(settings) ? [ANYWHERE] : settings.network.httpsEgressCidrBlocks;

/** Address ranges that the migration task has to call on 443: the whole world, or none. */
export const migrationHttpsCidrBlocks = (settings: EnvironmentSettings): readonly string[] =>
  migrationCallsWorld(settings) ? [ANYWHERE] : [];
