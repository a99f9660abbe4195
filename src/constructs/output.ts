import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/**
 * An output that a person or a script needs, under a name that is unique in the environment and that scripts rely on. No output
 * is secret.
 */
export const output = (of: Construct, name: string, value: unknown, description: string): TerraformOutput =>
  new TerraformOutput(TerraformStack.of(of), name, { value, description });
