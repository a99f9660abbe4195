import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, type TerraformElement, TerraformStack } from "cdktf";
import { type Construct, Node } from "constructs";
import { REGION } from "./naming/region";

export interface RemoteStackProps {
  readonly stateBucket: string;
  readonly stateKey: string;
  /** The only AWS account that Terraform may change. @default - the account of the credentials */
  readonly accountId: string | undefined;
  /** Default tags of all resources of the stack. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * A Terraform stack of AWS resources in one region. Its state is in S3. Its Terraform addresses contain no hash, so people can type them.
 */
export abstract class RemoteStack extends TerraformStack {
  /**
   * The account id of Terraform's AWS credentials. A plan contains the AWS identity of these credentials. This project's commands compare
   * that identity with the identity of their own credentials (src/terraform/identity.ts).
   */
  protected readonly callerAccountId: string;

  protected constructor(scope: Construct, id: string, props: RemoteStackProps) {
    super(scope, id);
    const { stateBucket, stateKey, accountId, tags } = props;
    new S3Backend(this, { bucket: stateBucket, key: stateKey, region: REGION, encrypt: true });
    // With `use_lockfile`, Terraform locks the state by a lock file in S3. cdktf's S3BackendConfig has no property for this argument.
    this.addOverride("terraform.backend.s3.use_lockfile", true);
    this.addOverride("terraform.required_version", ">= 1.11"); // use_lockfile is stable from 1.11 on
    new AwsProvider(this, "aws", {
      region: REGION,
      ...(accountId && { allowedAccountIds: [accountId] }),
      defaultTags: [{ tags: { ...tags } }],
    });
    // cdktf writes the provider's source as "aws", without the publisher.
    this.addOverride("terraform.required_providers.aws.source", "hashicorp/aws");
    this.callerAccountId = new DataAwsCallerIdentity(this, "caller-identity").accountId;
  }

  /**
   * cdktf's own `prepareStack` resolves all tokens again, to find references between stacks. An app with a single stack has no such
   * references. For such an app, this method does not call cdktf's `prepareStack`, to save time.
   */
  public override prepareStack(): void {
    if (this.node.root.node.children.length > 1) super.prepareStack();
  }

  /**
   * Makes the name in a resource's Terraform address, such as `network_vpc` in `aws_vpc.network_vpc`, from the construct's path. People
   * read addresses in plans and type them in `terraform state` and `terraform import`. cdktf's own names end in a hash of the path.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const { node } = element instanceof Node ? { node: element } : element;
    return node.path.split("/").slice(1).join("_").replaceAll("-", "_");
  }
}
