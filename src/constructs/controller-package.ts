import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TerraformStack } from "cdktf";
import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
import type { Construct } from "constructs";
import { storedZip } from "../files/stored-zip";
import { stripTypes } from "../files/strip-types";
import type { Color } from "../naming/color";
import { colorAlarmNames, lockKey, resourceName } from "../naming/names";
import { releaseKey, unreadableReleaseKey } from "../naming/release-keys";
import { weightParameter } from "../naming/weight-parameter";
import type { ControllerSettings } from "../release/controller/settings";
import type { EnvironmentConfig } from "../settings/schema";

const SOURCES = join(__dirname, "../release/controller");
const FILENAME = "release-controller.zip";

/** The function's deployment package, as Terraform is told of it. */
export interface ControllerPackage {
  /** From the folder of the stack's Terraform JSON, in which Terraform runs: no path of the machine that synthesized it. */
  readonly filename: string;
  /** SHA-256 of the file in Base64, as Lambda says it of what it runs. */
  readonly sourceCodeHash: string;
}

/** Writes the release controller's code and its settings as a zip beside the stack's Terraform JSON, whenever that is written. */
export function controllerPackage(of: Construct, settings: ControllerSettings): ControllerPackage {
  const zip = storedZip(controllerFiles(settings));
  addCustomSynthesis(of, {
    onSynthesize: ({ outdir, manifest }) => {
      const { workingDirectory } = manifest.forStack(TerraformStack.of(of));
      writeFileSync(join(outdir, workingDirectory, FILENAME), zip);
    },
  });
  return { filename: FILENAME, sourceCodeHash: createHash("sha256").update(zip).digest("base64") };
}

let code: Readonly<Record<string, string>> | undefined;

/** What is in the zip. */
export function controllerFiles(settings: ControllerSettings): Readonly<Record<string, string>> {
  code ??= Object.fromEntries(
    readdirSync(SOURCES)
      .filter((name) => name.endsWith(".ts"))
      .map((name) => [
        name.replace(/ts$/, "js"),
        stripTypes(readFileSync(join(SOURCES, name), "utf8"), join(SOURCES, name)),
      ]),
  );
  return { ...code, "settings.json": `${JSON.stringify(settings, null, 2)}\n` };
}

/** Plain names, of which the function makes or looks up ARNs: it knows its account and region by its own. */
export function controllerSettings(
  config: Pick<EnvironmentConfig, "profile" | "stateBucket" | "suffix" | "weights">,
): ControllerSettings {
  const { suffix, stateBucket } = config;
  const { name, description, allowedPattern } = weightParameter(suffix, config);
  const colors = <T>(of: (color: Color) => T) => ({ blue: of("blue"), green: of("green") });
  return {
    schema: 1,
    suffix,
    stateBucket,
    documentKey: releaseKey(suffix),
    unreadableKey: unreadableReleaseKey(suffix),
    lockKey: lockKey(suffix),
    loadBalancer: resourceName(suffix, "load-balancer"),
    targetGroups: colors((color) => resourceName(suffix, "target-group", color)),
    parameter: { name, description, allowedPattern },
    cluster: resourceName(suffix, "ecs-cluster"),
    services: colors((color) => resourceName(suffix, "ecs-service", color)),
    taskDefinitions: colors((color) => resourceName(suffix, "task-definition", color)),
    history: resourceName(suffix, "log-group", "release"),
    topic: resourceName(suffix, "topic", "alarms"),
    alarms: colors((color) => colorAlarmNames(suffix, color)),
  };
}
