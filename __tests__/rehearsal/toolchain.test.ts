import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { ensureAwsProvider, PROVIDER_VERSION } from "../../src/rehearsal/aws-provider";
import { ensureMotoServer } from "../../src/rehearsal/moto-server";
import { PLATFORM } from "../../src/rehearsal/platform";
import { ensureTerraform, TERRAFORM_VERSION } from "../../src/rehearsal/terraform";

const NOTHING_ON_THE_PATH = { PATH: "/nonexistent" };

const scratch = () => mkdtempSync(join(tmpdir(), "toolchain-"));

describe("Terraform", () => {
  const program = Buffer.from("#!/bin/sh\necho downloaded\n");
  const zip = zipSync({ "LICENSE.txt": Buffer.from("licence"), terraform: program });
  const sha256 = createHash("sha256").update(zip).digest("hex");
  let server: Server;
  let releases: string;
  let requests: string[];

  beforeAll(async () => {
    server = createServer(({ url = "" }, response) => {
      requests.push(url);
      if (url.includes("/absent/")) response.statusCode = 404;
      response.end(zip);
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    releases = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    requests = [];
  });
  afterAll(() => server.close());

  it("is taken from the PATH when it is new enough", async () => {
    expect(await ensureTerraform({ directory: scratch(), env: process.env, releases })).toBe("terraform");
    expect(requests).toEqual([]);
  });

  it("is downloaded once, checked, and runs", async () => {
    const props = { directory: scratch(), env: NOTHING_ON_THE_PATH, releases, sha256 };
    const terraform = await ensureTerraform(props);
    expect(execFileSync(terraform, { encoding: "utf8" })).toBe("downloaded\n");
    expect(await ensureTerraform(props)).toBe(terraform);
    expect(requests).toEqual([`/${TERRAFORM_VERSION}/terraform_${TERRAFORM_VERSION}_${PLATFORM}.zip`]);
  });

  it("is refused when the checksum differs", async () => {
    const download = ensureTerraform({ directory: scratch(), env: NOTHING_ON_THE_PATH, releases });
    await expect(download).rejects.toThrow(`its SHA-256 is ${sha256}, expected `);
  });

  it("is asked for in one sentence when it cannot be had", async () => {
    const props = { directory: scratch(), env: NOTHING_ON_THE_PATH, releases: `${releases}/absent`, sha256 };
    await expect(ensureTerraform(props)).rejects.toThrow(
      /^there is no Terraform on the PATH, and http.* cannot be downloaded \(HTTP 404\): install Terraform 1\.11 or newer /,
    );
  });
});

describe("the AWS provider", () => {
  const mirror = (...folders: string[]) => {
    const root = scratch();
    const path = join(root, ...folders);
    mkdirSync(join(path, "registry.terraform.io/hashicorp/aws", PROVIDER_VERSION, PLATFORM), {
      recursive: true,
    });
    return { root, path };
  };
  const props = { directory: scratch(), terraform: "/nonexistent", env: {}, variables: {} };

  it.each([[[]], [["plugins"]], [["terraform", "plugins"]]])(
    "is found in a mirror below a root: %j",
    async (folders) => {
      const { root, path } = mirror(...folders);
      expect(await ensureAwsProvider({ ...props, roots: ["/nonexistent", root] })).toBe(path);
    },
  );

  it("is taken from the mirror that TF_PLUGIN_MIRROR_DIR names", async () => {
    const { path } = mirror();
    expect(await ensureAwsProvider({ ...props, env: { TF_PLUGIN_MIRROR_DIR: path }, roots: [] })).toBe(path);
  });

  it("is not looked for elsewhere when that mirror does not hold it", async () => {
    const env = { TF_PLUGIN_MIRROR_DIR: scratch() };
    await expect(ensureAwsProvider({ ...props, env, roots: [mirror().root] })).rejects.toThrow(
      `TF_PLUGIN_MIRROR_DIR names "${env.TF_PLUGIN_MIRROR_DIR}", which does not contain `,
    );
  });

  it("is asked for in one sentence when no mirror holds it and no registry answers", async () => {
    await expect(ensureAwsProvider({ ...props, roots: [scratch()] })).rejects.toThrow(
      "connect to the internet, or set TF_PLUGIN_MIRROR_DIR to a mirror",
    );
  });
});

describe("the emulator", () => {
  it("is installed into a virtual environment of the project's own when the PATH has none", async () => {
    const packages = scratch();
    const info = "moto-5.2.1.dist-info";
    const wheel = zipSync({
      "moto/__init__.py": Buffer.from(""),
      "moto/server.py": Buffer.from("print('installed')"),
      [`${info}/METADATA`]: Buffer.from(
        "Metadata-Version: 2.1\nName: moto\nVersion: 5.2.1\nProvides-Extra: server\n",
      ),
      [`${info}/WHEEL`]: Buffer.from("Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
      [`${info}/RECORD`]: Buffer.from(""),
    });
    writeFileSync(join(packages, "moto-5.2.1-py3-none-any.whl"), wheel);
    const bin = scratch(); // with Python, and without moto_server
    const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" });
    symlinkSync(python.trim(), join(bin, "python3"));

    const env = { PATH: bin, PIP_NO_INDEX: "1", PIP_FIND_LINKS: packages };
    const directory = join(scratch(), 'it\'s a "check out"');
    mkdirSync(directory);
    const motoServer = await ensureMotoServer({ directory, env });
    expect(execFileSync(motoServer, { encoding: "utf8" })).toBe("installed\n");
  });

  it("is asked for in one sentence when it is not there and cannot be installed", async () => {
    await expect(ensureMotoServer({ directory: scratch(), env: NOTHING_ON_THE_PATH })).rejects.toThrow(
      /^the emulator moto_server 5\.2\.1 is not on the PATH and cannot be installed: install Python >= 3\.10 /,
    );
  });
});
