import { ACCOUNT_ID, PRIVATE, PRODUCTION } from "../support/environments";
import { configOf, jsonOf, type Overrides, stackOf } from "../support/synthesize";

const ELSEWHERE = "eu-west-1";

jest.mock("../../src/naming/region", () => ({
  ...jest.requireActual("../../src/naming/region"),
  REGION: "eu-west-1",
  ZONES: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
}));

const moved = (overrides: Overrides): Overrides =>
  JSON.parse(JSON.stringify(overrides).replaceAll("us-east-1", ELSEWHERE));

const synthesize = (overrides: Overrides) => jsonOf(stackOf(configOf(overrides, "x1")));

describe("an environment in another region", () => {
  it.each([
    ["ephemeral", {}],
    ["production", moved(PRODUCTION)],
    ["production with all that a team brings", moved(PRIVATE)],
  ])("is there whole: %s", (_name, overrides) => {
    const json = synthesize(overrides);
    expect(json).toContain(ELSEWHERE);
    expect(json.match(/.{0,60}us-east-1.{0,30}/g)).toBeNull();
  });

  it("is refused where one setting still names the old one", () => {
    const certificateArn = `arn:aws:acm:us-east-1:${ACCOUNT_ID}:certificate/0a1b2c3d-0000-4000-8000-000000000000`;
    expect(() => synthesize({ ...moved(PRODUCTION), https: { certificateArn } })).toThrow(
      "allowed: the ARN of an ACM certificate in eu-west-1",
    );
    expect(() =>
      synthesize({ network: { availabilityZones: ["us-east-1a", "eu-west-1b", "eu-west-1c"] } }),
    ).toThrow("a zone of eu-west-1");
  });
});
