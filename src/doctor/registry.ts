import { fetchByEnvironment } from "../network/fetch";

/** An image that can be pulled without credentials, such as an image in Docker Hub or in the Amazon ECR Public Gallery. */
export interface PublicImage {
  readonly host: string;
  readonly repository: string;
  /** The tag or the digest of the image. */
  readonly reference: string;
}

/**
 * The media types of image manifests and of manifest lists (manifests of images for several platforms).
 * https://github.com/opencontainers/image-spec/blob/main/media-types.md
 */
export const MANIFESTS = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
] as const;

/** The error if an image registry refused a request. */
export class RegistryError extends Error {
  public override readonly name = "RegistryError";
  public constructor(
    public readonly status: number,
    what: string,
  ) {
    super(`${what}: HTTP ${status}`);
  }
}

/**
 * Parses an image's name into the registry, the repository, and the tag or digest. If the name has no host, the image is on Docker Hub.
 * https://github.com/distribution/reference
 */
export function parsePublicImage(image: string): PublicImage {
  const [, name = image, digest] = /^([^@]+)@(sha256:.+)$/.exec(image) ?? [];
  const first = name.split("/")[0] ?? "";
  const isHost = name.includes("/") && /[.:]|^localhost$/.test(first);
  const rest = isHost ? name.slice(first.length + 1) : name;
  const [, path = rest, tag] = /^(.+):([^/:]+)$/.exec(rest) ?? [];
  return {
    host: !isHost || first === "docker.io" ? "registry-1.docker.io" : first,
    repository: (isHost && first !== "docker.io") || path.includes("/") ? path : `library/${path}`,
    reference: digest ?? tag ?? "latest",
  };
}

interface Platform {
  readonly os?: string;
  readonly architecture?: string;
}

interface Manifest {
  readonly manifests?: readonly { readonly platform?: Platform }[];
  readonly config?: { readonly digest?: string };
}

/**
 * Returns the platforms for which an image is built: `linux/amd64`, `linux/arm64`, ...
 *
 * @param manifest the image's manifest in the registry
 * @param readConfig a function that reads an image's configuration. It is called if the image is built for a single platform, because then
 * only the configuration contains the platform
 * @throws Error if the registry does not name a platform
 */
export async function platformsOf(
  manifest: string,
  readConfig: (digest: string) => Promise<unknown>,
): Promise<string[]> {
  const { manifests, config } = JSON.parse(manifest) as Manifest;
  if (manifests !== undefined) {
    return required([...new Set(manifests.flatMap(({ platform = {} }) => named(platform)))]);
  }
  if (config?.digest === undefined)
    throw new Error("the manifest names neither platforms nor a configuration");
  return required(named((await readConfig(config.digest)) as Platform));
}

const named = ({ os, architecture }: Platform): string[] =>
  os === undefined || architecture === undefined || os === "unknown" ? [] : [`${os}/${architecture}`];

function required(platforms: string[]): string[] {
  if (platforms.length === 0) throw new Error("the registry does not name the image's platform");
  return platforms;
}

/**
 * Returns the platforms of a public image, which can be pulled without credentials.
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 *
 * @param origin the scheme and host of the registry, such as `https://quay.io`. @default - HTTPS and the image's host
 * @throws RegistryError if the registry refuses a request
 * @throws TypeError of `fetch` if the registry cannot be reached
 */
export async function publicPlatforms(
  { host, repository, reference }: PublicImage,
  signal: AbortSignal,
  origin = `https://${host}`,
): Promise<string[]> {
  let token: string | undefined;
  const get = async (path: string, accept: string): Promise<Response> => {
    const headers = { Accept: accept, ...(token && { Authorization: `Bearer ${token}` }) };
    const response = await fetchByEnvironment(`${origin}/v2/${repository}/${path}`, { headers, signal });
    if (response.status === 401 && token === undefined) {
      token = await anonymousToken(response.headers.get("www-authenticate") ?? "", signal);
      if (token !== undefined) return get(path, accept);
    }
    if (!response.ok) throw new RegistryError(response.status, `${host} refuses to return ${repository}`);
    return response;
  };
  const manifest = await get(`manifests/${reference}`, MANIFESTS.join(", "));
  return platformsOf(await manifest.text(), async (digest) => (await get(`blobs/${digest}`, "*/*")).json());
}

/**
 * Gets an access token for a caller without credentials. Registries demand a token even from such callers.
 *
 * @returns the token, or `undefined` if the registry gives no token to a caller without credentials.
 * https://distribution.github.io/distribution/spec/auth/token/
 */
async function anonymousToken(challenge: string, signal: AbortSignal): Promise<string | undefined> {
  const parameter = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1];
  const realm = parameter("realm");
  if (!/^Bearer /i.test(challenge) || realm === undefined) return undefined;
  const url = new URL(realm);
  for (const name of ["service", "scope"]) {
    const value = parameter(name);
    if (value !== undefined) url.searchParams.set(name, value);
  }
  const response = await fetchByEnvironment(url.href, { signal });
  if (!response.ok) return undefined;
  const { token, access_token } = (await response.json()) as { token?: string; access_token?: string };
  return token ?? access_token;
}
