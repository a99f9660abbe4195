import { ANYWHERE } from "../cidr";
import { REGION } from "../naming/region";
import { parseEcrImage } from "./image";
import type { EnvironmentSettings } from "./schema";

/**
 * Returns whether tasks have to call IP addresses outside the VPC that nobody can list in advance. There are two such cases: the
 * environment has no interface endpoints for AWS services, or an image is in another registry than ECR in this region.
 */
const callWorld = ({ network }: EnvironmentSettings, images: readonly string[]): boolean =>
  !network.interfaceEndpoints || images.some((image) => parseEcrImage(image)?.region !== REGION);

/** Returns whether the application's tasks have to call IP addresses outside the VPC that nobody can list in advance. */
export const tasksCallWorld = (settings: EnvironmentSettings): boolean =>
  callWorld(settings, [settings.application.blue.image, settings.application.green.image]);

/** Returns whether the migration task has to call IP addresses outside the VPC that nobody can list in advance. */
export const migrationCallsWorld = (settings: EnvironmentSettings): boolean =>
  callWorld(settings, [settings.migration.image]);

/** Returns the CIDR blocks that the application's tasks may call on port 443: all addresses, or only the configured CIDR blocks. */
export const taskHttpsCidrBlocks = (settings: EnvironmentSettings): readonly string[] =>
  tasksCallWorld(settings) ? [ANYWHERE] : settings.network.httpsEgressCidrBlocks;

/** Returns the CIDR blocks that the migration task may call on port 443: all addresses, or none. */
export const migrationHttpsCidrBlocks = (settings: EnvironmentSettings): readonly string[] =>
  migrationCallsWorld(settings) ? [ANYWHERE] : [];
