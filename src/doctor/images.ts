import { BatchGetImageCommand, GetDownloadUrlForLayerCommand } from "@aws-sdk/client-ecr";
import { REGION } from "../naming/region";
import { fetchByEnvironment } from "../network/fetch";
import { type EcrImage, parseEcrImage } from "../settings/image";
import type { Check } from "./check";
import { cannotKnow, type Finding, fail, pass } from "./finding";
import { MANIFESTS, parsePublicImage, platformsOf, publicPlatforms, RegistryError } from "./registry";
import type { Subject } from "./subject";

/** The platform on which the tasks run. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RuntimePlatform.html */
const PLATFORM = "linux/amd64";

type Named = { readonly of: string; readonly image: string };

/**
 * Checks that tasks can pull an image, and that the image is built for the tasks' platform.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html
 */
const look =
  (named: (settings: ReturnType<Subject["settings"]>) => Named) =>
  async (subject: Subject, signal: AbortSignal): Promise<Finding> => {
    const { of, image } = named(subject.settings());
    const ecr = parseEcrImage(image);
    const toDo = `correct ${of} of environments/${subject.suffix}.json, or push the image`;
    let platforms: string[] | undefined;
    try {
      platforms = ecr
        ? await privatePlatforms(subject, image, ecr, signal)
        : await publicPlatforms(parsePublicImage(image), signal);
    } catch (error) {
      if (error instanceof RegistryError) {
        const why = [401, 403].includes(error.status)
          ? "; tasks have no credentials for this registry: the image has to be public, or in Amazon ECR"
          : "";
        return fail(`${image}: ${error.message}${why}`, toDo);
      }
      if (ecr || (error as Error).name !== "TypeError") throw error; // fetch throws a TypeError if it reaches no server
      const why = (error as { cause?: Error }).cause?.message ?? (error as Error).message;
      return cannotKnow(
        `${image}: its registry cannot be reached from this machine: ${why}. Tasks would reach the registry through a NAT gateway`,
      );
    }
    if (platforms === undefined) return fail(`${image} is not in its repository`, toDo);
    return platforms.includes(PLATFORM)
      ? pass(`${image}, ${PLATFORM}`)
      : fail(
          `${image} is built for ${platforms.join(", ")}, and tasks run on ${PLATFORM}: they would stop with "exec format error"`,
          `build the image with: docker build --platform ${PLATFORM}`,
        );
  };

async function privatePlatforms(
  { aws, me }: Subject,
  image: string,
  { accountId, region, repository }: EcrImage,
  abortSignal: AbortSignal,
): Promise<string[] | undefined> {
  await me();
  if (region !== REGION)
    throw new Error(`its repository is in ${region}, and this check reads only ${REGION}`);
  const repositoryName = repository;
  const [, tagged] = image.split(`/${repository}`);
  const [, tag, digest] = /^(?::([^@]+))?(?:@(sha256:.+))?$/.exec(tagged ?? "") ?? [];
  const { images = [] } = await aws.ecr
    .send(
      new BatchGetImageCommand({
        registryId: accountId,
        repositoryName,
        imageIds: [digest ? { imageDigest: digest } : { imageTag: tag ?? "latest" }],
        acceptedMediaTypes: [...MANIFESTS],
      }),
      { abortSignal },
    )
    .catch((error: Error) => {
      if (error.name === "RepositoryNotFoundException") return { images: [] };
      throw error;
    });
  const manifest = images[0]?.imageManifest;
  if (manifest === undefined) return undefined;
  return platformsOf(manifest, async (layerDigest) => {
    const asked = new GetDownloadUrlForLayerCommand({ registryId: accountId, repositoryName, layerDigest });
    const { downloadUrl = "" } = await aws.ecr.send(asked, { abortSignal });
    return (await fetchByEnvironment(downloadUrl, { signal: abortSignal })).json();
  });
}

const CALLS = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"] as const;

/** Checks of the tasks' images. */
export const IMAGES: readonly Check<Subject>[] = [
  ...(["blue", "green"] as const).map((color) => ({
    name: `image of ${color}`,
    calls: CALLS,
    look: look(({ application }) => ({ of: `application.${color}.image`, image: application[color].image })),
  })),
  {
    name: "image of the migration",
    calls: CALLS,
    look: look(({ migration }) => ({ of: "migration.image", image: migration.image })),
  },
];
