import { ANYWHERE } from "../cidr";
import { REGION } from "../naming/region";
import { parseEcrImage } from "./image";
import type { EnvironmentSettings } from "./schema";

/**
 * Whether something that tasks call on 443 has no fixed address inside the VPC: an image that is not in this region's
 * private ECR, or AWS itself when there are no interface endpoints.
 */
export function tasksCallWorld({ application, migration, network }: EnvironmentSettings): boolean {
  const images = [application.blue.image, application.green.image, migration.image];
  return !network.interfaceEndpoints || images.some((image) => parseEcrImage(image)?.region !== REGION);
}

/** The address ranges that tasks have to call on 443: the whole world, or only the configured services. */
export const taskHttpsCidrBlocks = (settings: EnvironmentSettings): readonly string[] =>
  tasksCallWorld(settings) ? [ANYWHERE] : settings.network.httpsEgressCidrBlocks;
