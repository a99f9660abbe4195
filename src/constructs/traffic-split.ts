import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Fn, Op, Token } from "cdktf";
import { Construct } from "constructs";
import type { Colour } from "../config/schema";

export interface TrafficSplitProps {
  readonly suffix: string;
  /** Percent per colour that a new environment starts with; sums to 100. */
  readonly configured: Readonly<Record<Colour, number>>;
}

/**
 * The split as data: one SSM parameter holds green's weight in percent, and blue gets the rest.
 *
 * A release writes the parameter and moves the listener, so a plan shows the live split and leaves it alone. The
 * parameter's name carries the configured split: editing that makes a new parameter, and the plan shows both weights
 * moving. Why: docs/decisions/0003-split-as-data.md
 */
export class TrafficSplit extends Construct {
  public readonly parameter: SsmParameter;
  /** The live weight of each colour in percent, known when Terraform plans. */
  public readonly weights: Readonly<Record<Colour, number>>;

  public constructor(scope: Construct, id: string, { suffix, configured }: TrafficSplitProps) {
    super(scope, id);
    this.parameter = new SsmParameter(this, "parameter", {
      name: `/transaction-processing/${suffix}/split/${configured.blue}-${configured.green}`,
      description:
        "Percent of the requests that green gets; blue gets the rest. Moved by releases, not by hand.",
      type: "String", // not secret: a SecureString would hide the split in plans
      insecureValue: String(configured.green),
      allowedPattern: "^(100|[1-9]?[0-9])$",
      lifecycle: { ignoreChanges: ["insecure_value"], createBeforeDestroy: true },
    });
    // A value that somebody broke must not block a plan or a destroy: then the configured split counts.
    const green = Token.asNumber(Fn.try([Fn.tonumber(this.parameter.insecureValue), configured.green]));
    this.weights = { green, blue: Token.asNumber(Op.sub(100, green)) };
  }
}
