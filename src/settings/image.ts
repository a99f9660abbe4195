/** The parts of an image's name in a private Amazon ECR repository. */
export interface EcrImage {
  /** The account that owns the registry, twelve digits. */
  readonly accountId: string;
  readonly region: string;
  readonly repository: string;
}

const ECR_IMAGE =
  /^(?<accountId>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com\/(?<repository>[^:@]+)[:@]/;

/** Returns the parts of an image's name if the image is in a private ECR repository; `undefined` if it is in another registry. */
export const parseEcrImage = (image: string): EcrImage | undefined =>
  ECR_IMAGE.exec(image)?.groups as EcrImage | undefined;

// The form of image names. A registry may stand in front of the name:
// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
const PART = "[a-z0-9]+(?:[._-]+[a-z0-9]+)*";
const IMAGE = new RegExp(
  `^${PART}(?::\\d+(?=/))?(?:/${PART})*(?::(?<tag>\\w[\\w.-]{0,127}))?(?<digest>@sha256:[0-9a-f]{64})?$`,
);

/**
 * Returns whether an image is pinned by a digest, or by another tag than `latest`. A tag can still be moved to another image; a digest
 * cannot.
 */
export function isPinned(image: string): boolean {
  const { tag, digest } = IMAGE.exec(image)?.groups ?? {};
  return digest !== undefined || (tag !== undefined && tag !== "latest");
}
