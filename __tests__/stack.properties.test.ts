import { TerraformResource } from "cdktf";
import { PRIVATE, VARIANTS } from "./support/environments";
import { configOf, jsonOf, stackOf } from "./support/synthesize";
import { Synthesized, synthesized } from "./support/synthesized";

describe.each(VARIANTS)("synthesized twice, %s", (_label, overrides) => {
  const stack = stackOf(configOf(overrides, "x1"));
  const json = jsonOf(stack);

  it("is the same bytes", () => {
    expect(json).toBe(synthesized(overrides).json);
  });

  it("has every resource under an address of its own: no two share one", () => {
    const resources = stack.node.findAll().filter(TerraformResource.isTerraformResource);
    expect(resources.map((each) => `${each.terraformResourceType}.${each.friendlyUniqueId}`).sort()).toEqual(
      new Synthesized(json).addresses(),
    );
  });
});

describe("the same configuration", () => {
  it("gives the same bytes whatever the clock, the process environment and the modules' state", () => {
    const before = synthesized(PRIVATE).json;
    const variables = process.env;
    process.env = {
      ENVIRONMENT_SUFFIX: "other",
      STATE_BUCKET: "other",
      AWS_REGION: "eu-west-1",
      CDKTF_LOG_LEVEL: "debug",
    };
    jest.useFakeTimers({ now: new Date("2031-05-06T07:08:09Z") });
    try {
      jest.isolateModules(() => {
        const again = require("./support/synthesize") as typeof import("./support/synthesize");
        expect(again.stackOf).not.toBe(stackOf); // else nothing was loaded afresh
        expect(again.jsonOf(again.stackOf(again.configOf(PRIVATE, "x1")))).toBe(before);
      });
    } finally {
      jest.useRealTimers();
      process.env = variables;
    }
  });
});
