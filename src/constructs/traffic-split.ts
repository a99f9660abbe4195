import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Fn, Op, Token } from "cdktf";
import { Construct } from "constructs";
import type { Colour, EnvironmentSettings } from "../config/schema";
import { splitParameter } from "../config/split-parameter";

export interface TrafficSplitProps extends Pick<EnvironmentSettings, "profile" | "split"> {
  readonly suffix: string;
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

  public constructor(scope: Construct, id: string, { suffix, ...settings }: TrafficSplitProps) {
    super(scope, id);
    const parameter = splitParameter(suffix, settings);
    const configured = settings.split;
    this.parameter = new SsmParameter(this, "parameter", {
      name: parameter.name,
      description: parameter.description,
      type: "String", // not secret: a SecureString would hide the split in plans
      insecureValue: String(configured.green),
      allowedPattern: parameter.allowedPattern,
      lifecycle: { ignoreChanges: ["insecure_value"], createBeforeDestroy: true },
    });
    // A value that somebody broke must not block a plan or a destroy: then the configured split counts.
    const green = Token.asNumber(Fn.try([Fn.tonumber(this.parameter.insecureValue), configured.green]));
    this.weights = { green, blue: Token.asNumber(Op.sub(100, green)) };
  }
}
