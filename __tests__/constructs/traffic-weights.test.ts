import { BLUE_OFF, EPHEMERAL, GREEN_OFF, VARIANTS } from "../support/environments";
import { type Synthesized, synthesized } from "../support/synthesized";

const PARAMETER = "aws_ssm_parameter.traffic_split_parameter";
const GREEN = /^\$\{try\(tonumber\(aws_ssm_parameter\.traffic_split_parameter\.insecure_value\), (\d+)\)\}$/;
const BLUE =
  /^\$\{\(100 - try\(tonumber\(aws_ssm_parameter\.traffic_split_parameter\.insecure_value\), (\d+)\)\)\}$/;

const weights = (environment: Synthesized): [blue: string, green: string] => {
  const [action] = environment.resource("aws_lb_listener.traffic_listener").default_action;
  return action.forward.target_group.map(({ weight }: { weight: string }) => weight);
};

describe.each([
  ["80/20", EPHEMERAL, "20"],
  ["100/0", GREEN_OFF, "0"],
  ["0/100", BLUE_OFF, "100"],
] as const)("weights of %s", (configured, overrides, green) => {
  const environment = synthesized(overrides);

  it("are one parameter of a constant name, which shows them by a tag, and whose value releases may change without a plan undoing it", () => {
    expect(environment.count("aws_ssm_parameter")).toBe(1);
    expect(environment.resource(PARAMETER)).toEqual({
      name: "/transaction-processing/x1/green-weight",
      description:
        "Percent of the requests that green gets; blue gets the rest. Moved by releases, not by hand.",
      type: "String",
      insecure_value: green,
      allowed_pattern: "^(100|[1-9]?[0-9])$",
      tags: { ConfiguredWeights: configured },
      lifecycle: { ignore_changes: ["insecure_value"] },
    });
  });

  it("gives green the live value and blue the rest, or what is configured when the value is broken", () => {
    const [blueWeight, greenWeight] = weights(environment);
    expect(BLUE.exec(blueWeight)?.[1]).toBe(green);
    expect(GREEN.exec(greenWeight)?.[1]).toBe(green);
  });
});

describe("other weights in the environment's file", () => {
  const ofWeights = (blue: number) => {
    const { insecure_value, tags, ...rest } = synthesized({ weights: { blue, green: 100 - blue } }).resource(
      PARAMETER,
    );
    return { insecure_value, tags, rest };
  };

  // For a change of any other attribute the provider writes the value of plan time back, over what a release recorded since.
  it("change nothing of the parameter but the tag and the value that Terraform ignores", () => {
    const [one, other] = [ofWeights(80), ofWeights(30)];
    expect(other.rest).toEqual(one.rest);
    expect(other.tags).toEqual({ ConfiguredWeights: "30/70" });
    expect(one.rest.lifecycle.ignore_changes).toEqual(["insecure_value"]);
  });
});

describe("the parameter", () => {
  const allowed = new RegExp(synthesized(EPHEMERAL).resource(PARAMETER).allowed_pattern);

  it("takes every whole percentage", () => {
    const refused = Array.from({ length: 101 }, (_, percent) => String(percent)).filter(
      (p) => !allowed.test(p),
    );
    expect(refused).toEqual([]);
  });

  it.each(["", "-1", "101", "07", "00", "20.5", "1e1", " 20", "20%", "abc"])("refuses %j", (value) => {
    expect(allowed.test(value)).toBe(false);
  });
});

describe.each(VARIANTS)("%s", (_label, overrides) => {
  it("has no literal that cdktf lost: it renders some zeros as undefined", () => {
    expect(synthesized(overrides).json).not.toMatch(/undefined|NaN|\[object|TfToken/);
  });
});
