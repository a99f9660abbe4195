import { IMAGES } from "../../src/doctor/images";
import { MACHINE } from "../../src/doctor/machine";
import { parsePublicImage, publicPlatforms } from "../../src/doctor/registry";
import type { Subject } from "../../src/doctor/subject";
import type { Deployed } from "../../src/doctor/verify/deployed";
import { REQUESTS } from "../../src/doctor/verify/requests";
import { fetchByEnvironment } from "../../src/network/fetch";
import { PROFILES } from "../../src/settings/profiles";

jest.mock("../../src/network/fetch", () => ({ fetchByEnvironment: jest.fn() }));
jest.mock("../../src/rehearsal/aws-provider", () => ({
  PROVIDER_VERSION: "5.100.0",
  findAwsProvider: () => undefined, // no mirror, whatever this machine has
}));
const asked = jest.mocked(fetchByEnvironment);
const { signal } = new AbortController();

/** Terraform goes through the proxy that the shell names: a check that did not would find fault with what works. */
describe("through the proxy that the shell names goes", () => {
  beforeEach(() => asked.mockReset().mockRejectedValue(new Error("the way of the environment")));

  it("the question for an image", async () =>
    expect(publicPlatforms(parsePublicImage("nginx"), signal)).rejects.toThrow("the way of the environment"));

  it("the question for the AWS provider", async () => {
    const check = MACHINE.find(({ name }) => name === "AWS provider");
    await check?.look({ env: {} } as unknown as Subject, signal);
    expect(asked).toHaveBeenCalledWith(expect.stringContaining("registry.terraform.io"), { signal });
  });

  it("the request to the application", async () => {
    const check = REQUESTS.find(({ name }) => name === "application");
    const https = { domainName: "pay.example.com" };
    const environment = { config: { ...PROFILES.ephemeral, https } };
    await check?.look({ environment } as unknown as Deployed, signal);
    expect(asked).toHaveBeenCalledWith("https://pay.example.com/healthz", { signal, redirect: "manual" });
  });
});

const answered = (status: number) => asked.mockReset().mockResolvedValue({ ok: true, status } as Response);

describe("the request to the application", () => {
  const balancer = { send: async () => ({ LoadBalancers: [{ DNSName: "lb.example" }] }) };
  const look = (https: object) => {
    const environment = { config: { ...PROFILES.ephemeral, suffix: "dev", https } };
    const check = REQUESTS.find(({ name }) => name === "application");
    return check?.look({ environment, aws: { elb: balancer } } as unknown as Deployed, signal);
  };

  it("shows only that this machine accepts the certificate", async () => {
    answered(200);
    expect(await look({ domainName: "pay.example.com" })).toEqual({
      kind: "pass",
      text: "https://pay.example.com/healthz answers 200, and this machine accepts its certificate",
    });
  });

  it.each([
    [{ domainName: "pay.example.com" }, "fail"],
    [{ certificateArn: "arn" }, "cannot know"], // its domain is not in the settings
  ])("finds another domain's certificate: %j", async (https, kind) => {
    const cause = Object.assign(new Error("altnames"), { code: "ERR_TLS_CERT_ALTNAME_INVALID" });
    asked.mockReset().mockRejectedValue(Object.assign(new TypeError("fetch failed"), { cause }));
    expect((await look(https))?.kind).toBe(kind);
  });
});

describe("an image's registry", () => {
  const look = () => {
    const check = IMAGES.find(({ name }) => name === "image of blue");
    const image = { application: { blue: { image: "nginx" } } };
    return check?.look({ settings: () => image, suffix: "dev" } as unknown as Subject, signal);
  };

  it("cannot be reached where no server answers", async () => {
    asked.mockReset().mockRejectedValue(new TypeError("fetch failed"));
    expect((await look())?.text).toMatch("its registry cannot be reached from this machine: fetch failed");
  });

  it("has been reached where its answer is of no use", async () => {
    asked.mockReset().mockResolvedValue(new Response("{}"));
    await expect(look()).rejects.toThrow("the manifest names neither platforms nor a configuration");
  });
});
