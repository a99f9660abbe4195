import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TerraformStack } from "cdktf";
import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
import type { Construct } from "constructs";
import { storedZip } from "../files/stored-zip";
import { stripTypes } from "../files/strip-types";
import type { ControllerSettings } from "../release/controller/settings";

const SOURCES = join(__dirname, "../release/controller");
const FILENAME = "release-controller.zip";

/** The function's deployment package, with the attributes for Terraform. */
export interface ControllerPackage {
  /**
   * Path of the zip, relative to the folder of the stack's Terraform JSON, in which Terraform runs. A relative path keeps paths of the
   * synthesizing machine out of the JSON.
   */
  readonly filename: string;
  /** SHA-256 of the file in Base64, the form in which Lambda reports the hash of its code. */
  readonly sourceCodeHash: string;
}

/** Packs the release controller's code and settings into a zip. Each synth writes the zip beside the stack's Terraform JSON. */
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

/** The files in the zip. */
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
