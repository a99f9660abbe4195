import { Fn, Op, Token } from "cdktf";
import { Construct } from "constructs";
import type { Color } from "../naming/color";
import { weightParameter } from "../naming/weight-parameter";
import { SsmParameter } from "../resources/classes";
import type { EnvironmentSettings } from "../settings/schema";
import { output } from "./output";

export interface TrafficWeightsProps extends Pick<EnvironmentSettings, "profile" | "weights"> {
  readonly suffix: string;
}

/**
 * The traffic weights, kept as data in one SSM parameter: it holds green's weight in percent, and blue gets the rest.
 *
 * A release writes the parameter and changes the listener's weights. Terraform reads the weights from the parameter, so a plan shows the
 * live weights and does not change them. A new parameter starts with the configured weights. In a running environment, an edit of the
 * configured weights moves no traffic. It changes only a tag of the parameter, which a plan shows. The reasons are in
 * docs/decisions/0003-weights-as-data.md
 */
export class TrafficWeights extends Construct {
  /**
   * The live weight of each color: the share of the requests that the color gets now, in percent. Terraform knows this number during a
   * plan.
   */
  public readonly weights: Readonly<Record<Color, number>>;

  public constructor(scope: Construct, id: string, { suffix, ...settings }: TrafficWeightsProps) {
    super(scope, id);
    const { name, description, allowedPattern, ownTags } = weightParameter(suffix, settings);
    const configured = settings.weights;
    const parameter = new SsmParameter(this, "parameter", {
      name,
      description,
      type: "String", // not secret: a SecureString would hide the weights in plans
      insecureValue: String(configured.green),
      allowedPattern,
      // Only the tags of this resource may depend on the settings. When any other argument changes, the AWS provider also writes the value
      // from the plan, and overwrites weights that a release has recorded after the plan was made.
      // https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/ssm/parameter.go
      tags: ownTags,
      lifecycle: { ignoreChanges: ["insecure_value"] },
    });
    output(
      this,
      "split_parameter_name",
      parameter.name,
      "SSM parameter with green's traffic weight in percent",
    );
    // If the parameter's value is invalid, the configured weights are used, so that the value does not block a plan or a destroy.
    const green = Token.asNumber(Fn.try([Fn.tonumber(parameter.insecureValue), configured.green]));
    this.weights = { green, blue: Token.asNumber(Op.sub(100, green)) };
  }
}
