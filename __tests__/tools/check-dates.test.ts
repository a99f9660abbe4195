import { dueSoon } from "../../src/tools/check-dates";

describe("the end of the release controller's runtime", () => {
  it("is no news 91 days before", () => expect(dueSoon(new Date("2027-03-02T00:00:00Z"))).toBeUndefined());

  it("is a warning 90 days before, and says what to change", () =>
    expect(dueSoon(new Date("2027-03-03T00:00:00Z"))).toMatch(
      /^warning: in 90 days, from 2027-06-01 on, Lambda refuses nodejs22\.x for new functions.+RUNTIME in src\/constructs\/release-controller\.ts/,
    ));

  it("stays one afterwards", () =>
    expect(dueSoon(new Date("2027-08-01T00:00:00Z"))).toMatch(/^warning: now, from 2027-06-01 on/));
});
