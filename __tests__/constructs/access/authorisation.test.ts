import { filledIn } from "../../support/arns";
import { problemsOf } from "../../support/authorisation";
import { VARIANTS } from "../../support/environments";
import { allStatements } from "../../support/policies";
import { synthesized } from "../../support/synthesized";

describe.each(VARIANTS)("every statement of %s", (_label, overrides) => {
  it("is one that AWS knows: action, resource, condition keys", async () => {
    const environment = synthesized(overrides);
    const problems = await Promise.all(
      allStatements(environment).map(async ({ address, attachedTo, statement }) => {
        const asAwsGetsIt = JSON.parse(filledIn(environment, JSON.stringify(statement)));
        return (await problemsOf(asAwsGetsIt, attachedTo)).map(
          (problem) => `${address} ${statement.Sid}: ${problem}`,
        );
      }),
    );
    expect(problems.length).toBeGreaterThan(60);
    expect(problems.flat()).toEqual([]);
  });
});
