import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, type TerraformElement, TerraformStack } from "cdktf";
import { type Construct, Node } from "constructs";
import { REGION } from "./naming/region";

export interface RemoteStackProps {
  readonly stateBucket: string;
  readonly stateKey: string;
  /** The only account that may be changed. @default - whichever the credentials belong to */
  readonly accountId: string | undefined;
  /** Carried by everything of the stack. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A stack with its state in S3, in one region, and with addresses that people can type. */
export abstract class RemoteStack extends TerraformStack {
  /** The account of Terraform's own credentials; a plan also says who that was, which is held against the command's. */
  protected readonly callerAccountId: string;

  protected constructor(scope: Construct, id: string, props: RemoteStackProps) {
    super(scope, id);
    const { stateBucket, stateKey, accountId, tags } = props;
    new S3Backend(this, { bucket: stateBucket, key: stateKey, region: REGION, encrypt: true });
    // S3's own locking; cdktf's S3BackendConfig does not know it.
    this.addOverride("terraform.backend.s3.use_lockfile", true);
    this.addOverride("terraform.required_version", ">= 1.11"); // where that locking is stable
    new AwsProvider(this, "aws", {
      region: REGION,
      ...(accountId && { allowedAccountIds: [accountId] }),
      defaultTags: [{ tags: { ...tags } }],
    });
    // cdktf writes "aws", and leaves it to Terraform to guess whose provider that is.
    this.addOverride("terraform.required_providers.aws.source", "hashicorp/aws");
    this.callerAccountId = new DataAwsCallerIdentity(this, "caller-identity").accountId;
  }

  /** cdktf resolves everything one time more here, to make references between stacks: an only stack has none. */
  public override prepareStack(): void {
    if (this.node.root.node.children.length > 1) super.prepareStack();
  }

  /**
   * Addresses are construct paths, such as `aws_vpc.network_vpc`: people read them in plans and type them in
   * `terraform state` and `terraform import`. cdktf's own end in a hash of the path.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const { node } = element instanceof Node ? { node: element } : element;
    return node.path.split("/").slice(1).join("_").replaceAll("-", "_");
  }
}
