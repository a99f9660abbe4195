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

/** The deployment package of the release controller's Lambda function, as arguments of the Terraform resource `aws_lambda_function`. */
export interface ControllerPackage {
  /**
   * Path of the zip, relative to the folder that contains the stack's Terraform JSON. Terraform runs in this folder. Because the path is
   * relative, the JSON contains no paths of the machine that runs synth.
   */
  readonly filename: string;
  /** SHA-256 hash of the zip in Base64. Lambda reports the hash of a function's code in the same form. */
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

/** Returns the files in the zip: each file's content by its name. */
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
