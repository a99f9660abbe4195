import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { parsePublicImage, platformsOf, publicPlatforms } from "../../src/doctor/registry";

describe("an image's place", () => {
  it.each([
    [
      "public.ecr.aws/docker/library/node:22.12.0-alpine",
      "public.ecr.aws",
      "docker/library/node",
      "22.12.0-alpine",
    ],
    ["postgres:16.8", "registry-1.docker.io", "library/postgres", "16.8"],
    ["bitnami/redis:7", "registry-1.docker.io", "bitnami/redis", "7"],
    ["docker.io/library/node:22", "registry-1.docker.io", "library/node", "22"],
    ["registry.example.com:5000/a/b:1", "registry.example.com:5000", "a/b", "1"],
    ["ghcr.io/a/b:1@sha256:abc", "ghcr.io", "a/b", "sha256:abc"],
  ])("of %s", (image, host, repository, reference) =>
    expect(parsePublicImage(image)).toEqual({ host, repository, reference }),
  );
});

describe("platforms", () => {
  const none = () => Promise.reject(new Error("not asked for"));

  it("are those of a list, without attestations", async () => {
    const manifests = [
      { platform: { os: "linux", architecture: "amd64" } },
      { platform: { os: "linux", architecture: "arm64", variant: "v8" } },
      { platform: { os: "unknown", architecture: "unknown" } },
    ];
    expect(await platformsOf(JSON.stringify({ manifests }), none)).toEqual(["linux/amd64", "linux/arm64"]);
  });

  it("are in the configuration of an image that is for one", async () => {
    const manifest = JSON.stringify({ config: { digest: "sha256:c" } });
    const read = async (digest: string) => ({
      os: "linux",
      architecture: digest === "sha256:c" ? "arm64" : "?",
    });
    expect(await platformsOf(manifest, read)).toEqual(["linux/arm64"]);
  });

  it("are nothing that is made up where the manifest says nothing", async () => {
    await expect(platformsOf("{}", none)).rejects.toThrow("names neither platforms nor a configuration");
    for (const [manifest, configuration] of [
      [{ manifests: [] }, {}],
      [{ manifests: [{ platform: { os: "linux" } }, {}] }, {}],
      [{ config: { digest: "sha256:c" } }, { os: "linux" }],
    ]) {
      await expect(platformsOf(JSON.stringify(manifest), async () => configuration)).rejects.toThrow(
        "the registry does not name the image's platform",
      );
    }
  });
});

describe("a registry", () => {
  let server: Server;
  let origin: string;
  let asked: string[];

  beforeAll(async () => {
    await import("undici"); // loaded by the first request where the shell names a proxy or a bundle of authorities: it takes seconds
    server = createServer(({ url = "", headers }, response) => {
      asked.push(url);
      if (url.startsWith("/token")) return response.end(JSON.stringify({ token: "for-nobody" }));
      if (headers.authorization !== "Bearer for-nobody") {
        response.writeHead(401, {
          "www-authenticate": `Bearer realm="${origin}/token",service="registry",scope="repository:a/b:pull"`,
        });
        return response.end();
      }
      if (url.endsWith("/manifests/1"))
        return response.end(JSON.stringify({ config: { digest: "sha256:c" } }));
      if (url.endsWith("/blobs/sha256:c"))
        return response.end(JSON.stringify({ os: "linux", architecture: "amd64" }));
      response.statusCode = 404;
      return response.end();
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    asked = [];
  });
  afterAll(() => server.close());

  const of = (reference: string) =>
    publicPlatforms(
      { host: "registry.example.com", repository: "a/b", reference },
      AbortSignal.timeout(5000),
      origin,
    );

  it("gives a token to nobody, the manifest, and its configuration", async () => {
    expect(await of("1")).toEqual(["linux/amd64"]);
    expect(asked).toEqual([
      "/v2/a/b/manifests/1",
      "/token?service=registry&scope=repository%3Aa%2Fb%3Apull",
      "/v2/a/b/manifests/1",
      "/v2/a/b/blobs/sha256:c",
    ]);
  });

  it("that has no such image is an error with its status", async () => {
    await expect(of("2")).rejects.toMatchObject({
      name: "RegistryError",
      status: 404,
      message: "registry.example.com refuses to return a/b: HTTP 404",
    });
  });
});
