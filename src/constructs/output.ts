import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/** What a person or a script needs to connect, under a name that scripts rely on, one of the whole environment. Nothing secret. */
export const output = (of: Construct, name: string, value: unknown, description: string): TerraformOutput =>
  new TerraformOutput(TerraformStack.of(of), name, { value, description });
