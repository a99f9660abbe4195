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
