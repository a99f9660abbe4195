import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformOutput } from "cdktf";
import { RemoteStack } from "../src/remote-stack";
import { Vpc } from "../src/resources/classes";

const outdir = mkdtempSync(join(tmpdir(), "remote-stack-"));
afterAll(() => rmSync(outdir, { recursive: true }));

class Stack extends RemoteStack {
  public constructor(app: App, id: string) {
    super(app, id, { stateBucket: "b", stateKey: id, accountId: undefined, tags: {} });
  }
}

it("a second stack's reference to the first goes by the first one's state", () => {
  const app = new App({ outdir });
  const vpc = new Vpc(new Stack(app, "first"), "vpc", { cidrBlock: "10.0.0.0/16" });
  new TerraformOutput(new Stack(app, "second"), "vpc-id", { value: vpc.id });
  app.synth();
  const { data, output } = JSON.parse(readFileSync(join(outdir, "stacks", "second", "cdk.tf.json"), "utf8"));
  expect(Object.keys(data.terraform_remote_state)).toEqual(["cross_stack_reference_input_first"]);
  expect(output.vpc_id.value).toMatch(
    /^\$\{data\.terraform_remote_state\.cross_stack_reference_input_first\./,
  );
});
