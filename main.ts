import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { App, S3Backend, TerraformStack } from "cdktf";

const suffix = process.env.ENVIRONMENT_SUFFIX ?? "dev";
const app = new App();
const stack = new TerraformStack(app, `transaction-processing-${suffix}`);
new AwsProvider(stack, "aws", { region: "us-east-1" });
new S3Backend(stack, {
  bucket: process.env.STATE_BUCKET ?? "",
  key: `${suffix}/transaction-processing.tfstate`,
  region: "us-east-1",
  encrypt: true,
});
stack.addOverride("terraform.backend.s3.use_lockfile", true);
new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16", tags: { Name: `vpc-${suffix}` } });
app.synth();
