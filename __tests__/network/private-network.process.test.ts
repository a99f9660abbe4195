import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { networkOptions } from "../../src/aws/network-options";
import { fetchByEnvironment } from "../../src/network/fetch";
import { PrivateNetwork } from "../support/private-network";

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::123456789012:user/ada</Arn><UserId>AIDA</UserId><Account>123456789012</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;
const ROLE = {
  accessKeyId: "a",
  secretAccessKey: "b",
  sessionToken: "c",
  expiration: Date.now() + 3_600_000,
};

let backend: Server;
let network: PrivateNetwork;
let folder: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "network-"));
  backend = createServer((request, response) => {
    const { host = "", authorization } = request.headers;
    if (request.url === "/moved")
      return response.writeHead(302, { location: "https://files.example.com/" }).end();
    if (host.startsWith("portal.sso.")) return response.end(JSON.stringify({ roleCredentials: ROLE }));
    response.end(host.startsWith("sts.") ? IDENTITY : JSON.stringify({ host, authorization }));
  }).listen(0, "127.0.0.1");
  await once(backend, "listening");
  const { port } = backend.address() as AddressInfo;
  network = await PrivateNetwork.open(folder, `http://127.0.0.1:${port}`, [
    "DNS:*.us-east-1.amazonaws.com",
    "DNS:portal.sso.us-east-1.amazonaws.com",
    "DNS:*.example.com",
  ]);
  env = { HTTPS_PROXY: network.proxy, AWS_CA_BUNDLE: network.authority };
});

afterAll(() => {
  network.close();
  backend.close();
});

beforeEach(() => {
  (network.asked as string[]).length = 0;
});

const ENVIRONMENT = { ...process.env };
afterEach(() => {
  process.env = { ...ENVIRONMENT };
});

const TIMES = { connectionTimeout: 30_000, requestTimeout: 30_000 };

/** Asks AWS who we are, as a command does in this environment. @param credentials @default - the SDK looks for some */
function whoAmI(env: NodeJS.ProcessEnv, credentials?: { accessKeyId: string; secretAccessKey: string }) {
  const options = { region: "us-east-1", maxAttempts: 1, ...networkOptions(TIMES, env) };
  return new STSClient({ ...options, ...(credentials && { credentials }) }).send(
    new GetCallerIdentityCommand({}),
  );
}
const KEYS = { accessKeyId: "a", secretAccessKey: "b" };

it("a client of AWS goes through the proxy, and trusts the authority", async () => {
  expect((await whoAmI(env, KEYS)).Account).toBe("123456789012");
  expect(network.asked).toEqual(["sts.us-east-1.amazonaws.com:443"]);
});

it("many calls at once are all answered, on connections that are used again", async () => {
  const client = new STSClient({ region: "us-east-1", credentials: KEYS, ...networkOptions(TIMES, env) });
  const ask = () =>
    Promise.all(Array.from({ length: 12 }, () => client.send(new GetCallerIdentityCommand({}))));
  expect([...(await ask()), ...(await ask())].map(({ Account }) => Account)).toEqual(
    Array(24).fill("123456789012"),
  );
  expect(network.asked.length).toBeLessThanOrEqual(12);
});

it("a client of AWS trusts no authority that nobody named", async () => {
  await expect(whoAmI({ HTTPS_PROXY: network.proxy }, KEYS)).rejects.toThrow(
    /unable to (verify|get local issuer)/,
  );
});

it("the credentials of an SSO session are fetched through the proxy too", async () => {
  const config = join(folder, "config");
  const start = "https://example.awsapps.com/start";
  writeFileSync(
    config,
    `[profile ada]\nsso_start_url = ${start}\nsso_region = us-east-1\nsso_account_id = 123456789012\nsso_role_name = dev\n`,
  );
  const cache = join(folder, ".aws", "sso", "cache");
  mkdirSync(cache, { recursive: true });
  const name = createHash("sha1").update(start).digest("hex");
  const token = { accessToken: "t", expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
  writeFileSync(join(cache, `${name}.json`), JSON.stringify(token));
  for (const key of Object.keys(process.env)) if (key.startsWith("AWS_")) delete process.env[key];
  Object.assign(process.env, { AWS_PROFILE: "ada", AWS_CONFIG_FILE: config, HOME: folder });
  expect((await whoAmI(env)).Account).toBe("123456789012");
  expect(network.asked).toEqual([
    "portal.sso.us-east-1.amazonaws.com:443",
    "sts.us-east-1.amazonaws.com:443",
  ]);
});

it("without variables a client is made with its times, and nothing else", () => {
  expect(networkOptions(TIMES, {})).toEqual({ requestHandler: TIMES });
});

it("a download goes through the proxy, follows a redirection there, and does not take its token along", async () => {
  const answer = await fetchByEnvironment(
    "https://api.example.com/moved",
    { headers: { authorization: "Bearer secret" } },
    env,
  );
  expect(await answer.json()).toEqual({ host: "files.example.com" });
  expect(network.asked).toEqual(["api.example.com:443", "files.example.com:443"]);
});

it("downloads use their connections again", async () => {
  const own = { ...env };
  for (let count = 0; count < 6; count++) {
    await (await fetchByEnvironment("https://api.example.com/", {}, own)).json();
  }
  expect(network.asked.length).toBeLessThan(4);
});

it("a download from a host that NO_PROXY names is not asked of the proxy", async () => {
  const { port } = backend.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;
  const all = { ...env, HTTP_PROXY: network.proxy };
  expect((await fetchByEnvironment(url, {}, all)).status).toBe(200);
  const far = fetchByEnvironment("https://no.such.invalid/", {}, { ...env, NO_PROXY: ".invalid" });
  await expect(far).rejects.toThrow();
  expect(network.asked).toEqual([]);
});

it.each([
  ["not-there.pem", /^AWS_CA_BUNDLE names ".*not-there.pem", which cannot be read: ENOENT/],
  ["config.txt", /^AWS_CA_BUNDLE names ".*config.txt", which contains no certificate in PEM format$/],
])("a bundle %s is refused by the variable's name", async (name, says) => {
  writeFileSync(join(folder, "config.txt"), "x");
  const AWS_CA_BUNDLE = join(folder, name);
  await expect(whoAmI({ AWS_CA_BUNDLE }, KEYS)).rejects.toThrow(says);
  await expect(fetchByEnvironment("https://api.example.com/", {}, { AWS_CA_BUNDLE })).rejects.toThrow(says);
});
