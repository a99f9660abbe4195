import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/**
 * Adds a Terraform output to the stack, for people and scripts. Scripts rely on the output's name, which is unique in the environment. No
 * output is secret.
 */
export const output = (of: Construct, name: string, value: unknown, description: string): TerraformOutput =>
  new TerraformOutput(TerraformStack.of(of), name, { value, description });
