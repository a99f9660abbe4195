import { parseEcrImage } from "./image";
import { type EnvironmentSettings, REGION } from "./schema";

/**
 * The address ranges that tasks have to call on 443.
 *
 * The whole world while something that they need has no fixed address inside the VPC: an image that is not in this
 * region's private ECR, or AWS itself when there are no interface endpoints. Otherwise only the configured services.
 */
export function taskHttpsCidrBlocks({
  application,
  migration,
  network,
}: EnvironmentSettings): readonly string[] {
  const images = [application.blue.image, application.green.image, migration.image];
  const needsWorld =
    !network.interfaceEndpoints || images.some((image) => parseEcrImage(image)?.region !== REGION);
  return needsWorld ? ["0.0.0.0/0"] : network.httpsEgressCidrBlocks;
}
