import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PrivateNetwork } from "../support/private-network";
import { Account, MINUTES } from "./support";

/** Of no network at all, so that whoever does not ask the proxy gets no answer: https://www.rfc-editor.org/rfc/rfc5737 */
const NOWHERE = "192.0.2.1";

describe("a network that is left only through a proxy, which signs with an authority of its own", () => {
  let account: Account;
  let network: PrivateNetwork;

  beforeAll(async () => {
    account = await Account.open("private-network");
    const folder = mkdtempSync(join(tmpdir(), "private-network-"));
    network = await PrivateNetwork.open(folder, account.emulator.endpoint, [`IP:${NOWHERE}`]);
  }, MINUTES);

  afterAll(async () => {
    network?.close();
    await account?.close();
  });

  it(
    "lets bootstrap, deploy, release and destroy through, and Terraform with them",
    async () => {
      const environment = await account.environment("net");
      const variables = {
        AWS_ENDPOINT_URL: `https://${NOWHERE}`,
        HTTPS_PROXY: network.proxy,
        AWS_CA_BUNDLE: network.authority,
      };
      const said: string[] = [];
      const run = (name: "bootstrap" | "deploy" | "destroy" | "release", ...args: readonly string[]) =>
        environment.command(name, args, { variables }, (line) => said.push(line));

      expect(await run("bootstrap")).toBe(0);
      expect(said).toContain(`export STATE_BUCKET=${account.stateBucket}`);
      const asked = network.asked.length;
      expect(asked).toBeGreaterThan(0);
      expect(await run("deploy", "--auto-approve", "--parallelism", "64")).toBe(0);
      expect(await run("release", "status")).toBe(0);
      expect(said).toContainEqual(expect.stringMatching(/blue +80/));
      expect(await run("release", "set", "--green", "30", "--yes")).toBe(0);
      expect(await run("destroy", "--auto-approve", "--parallelism", "64")).toBe(0);
      expect(new Set(network.asked)).toEqual(new Set([`${NOWHERE}:443`]));
    },
    6 * MINUTES,
  );
});
