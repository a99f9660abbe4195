import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Testing } from "cdktf";
import { strFromU8, unzipSync } from "fflate";
import { controllerFiles } from "../../src/constructs/controller-package";
import { controllerSettings } from "../../src/naming/controller-settings";
import { EnvironmentStack } from "../../src/stack";
import { CUSTOM, EPHEMERAL, VARIANTS } from "../support/environments";
import { configOf } from "../support/synthesize";
import { synthesized } from "../support/synthesized";

const SOURCES = join(__dirname, "../../src/release/controller");
const settings = controllerSettings(configOf(EPHEMERAL, "x1"));

it("the function's settings are these plain strings", () => {
  expect(settings).toEqual({
    schema: 1,
    suffix: "x1",
    stateBucket: "state-bucket",
    documentKey: "x1/release.json",
    unreadableKey: "x1/release.unreadable.json",
    lockKey: "x1/release.lock",
    loadBalancer: "load-balancer-x1",
    targetGroups: { blue: "target-group-blue-x1", green: "target-group-green-x1" },
    parameter: {
      name: "/transaction-processing/x1/green-weight",
      description: expect.stringContaining("Percent"),
      allowedPattern: "^(100|[1-9]?[0-9])$",
    },
    cluster: "ecs-cluster-x1",
    services: { blue: "ecs-service-blue-x1", green: "ecs-service-green-x1" },
    taskDefinitions: { blue: "task-definition-blue-x1", green: "task-definition-green-x1" },
    history: "log-group-release-x1",
    topic: "topic-alarms-x1",
    alarms: {
      blue: expect.arrayContaining(["alarm-blue-failed-requests-x1"]),
      green: expect.arrayContaining(["alarm-green-failed-requests-x1"]),
    },
  });
});

it.each(VARIANTS)("the settings name what there is: %s", (_label, overrides) => {
  const { json } = synthesized(overrides);
  const { alarms, parameter, loadBalancer, cluster, history, topic, ...named } = controllerSettings(
    configOf(overrides, "x1"),
  );
  const colors = [named.targetGroups, named.services, named.taskDefinitions, alarms].flatMap(Object.values);
  for (const name of [parameter.name, loadBalancer, cluster, history, topic, ...colors.flat()]) {
    expect([name, json.includes(`"${name}"`)]).toEqual([name, true]);
  }
});

describe("the code", () => {
  const files = controllerFiles(settings);

  it("is each module of src/release/controller/, and the settings", () => {
    const modules = readdirSync(SOURCES).map((name) => name.replace(/ts$/, "js"));
    expect(Object.keys(files).sort()).toEqual([...modules, "settings.json"].sort());
    expect(JSON.parse(files["settings.json"] ?? "")).toEqual(settings);
  });

  it("holds no path of this machine, and no source map", () => {
    const text = Object.values(files).join("");
    expect(text).not.toContain(dirname(dirname(__dirname)));
    expect(text).not.toMatch(/sourceMappingURL|__dirname|__filename/);
  });

  it("has the handler that Lambda calls, in CommonJS", () => {
    const load = (name: string): { readonly handler?: unknown } => {
      const module = { exports: {} };
      new Function("module", "exports", "require", files[name] ?? "")(module, module.exports, (id: string) =>
        id.startsWith("./") ? load(`${id.slice(2)}.js`) : require(id),
      );
      return module.exports;
    };
    expect(typeof load("handler.js").handler).toBe("function");
  });
});

describe("a synth", () => {
  const outdir = mkdtempSync(join(tmpdir(), "controller-package-"));
  afterAll(() => rmSync(outdir, { recursive: true }));

  it("writes the zip beside the Terraform JSON, which names it without a folder, by its hash", () => {
    const app = Testing.app({ outdir, enableFutureFlags: false });
    new EnvironmentStack(app, configOf(CUSTOM, "x1"));
    app.synth();
    const folder = join(outdir, "stacks/transaction-processing-x1");
    const { resource } = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8"));
    const { filename, source_code_hash } = resource.aws_lambda_function.release_controller_function;
    expect(filename).toBe("release-controller.zip");
    const zip = readFileSync(join(folder, filename));
    expect(source_code_hash).toBe(createHash("sha256").update(zip).digest("base64"));
    const { "settings.json": written = new Uint8Array() } = unzipSync(zip);
    expect(JSON.parse(strFromU8(written))).toEqual(controllerSettings(configOf(CUSTOM, "x1")));
  });
});
