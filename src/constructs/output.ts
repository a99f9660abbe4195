import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/**
 * Adds an output of the stack for people and scripts. Scripts rely on its name, which is unique in the environment. No output is
 * secret.
 */
export const output = (of: Construct, name: string, value: unknown, description: string): TerraformOutput =>
  new TerraformOutput(TerraformStack.of(of), name, { value, description });
