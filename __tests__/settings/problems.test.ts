import { ConfigurationError, show } from "../../src/settings/problems";

describe("a configuration error", () => {
  it("counts its problems and gives each a line with the field, the value and what is allowed", () => {
    const error = new ConfigurationError("environments/dev.json", [
      { field: "weights", got: "80", allowed: "both weights" },
      { field: "https", got: "nothing", allowed: "a certificate" },
    ]);
    expect(error.message).toBe(
      "2 problems in environments/dev.json\n  weights: got 80, allowed: both weights\n  https: got nothing, allowed: a certificate",
    );
    expect(error.name).toBe("ConfigurationError");
    expect(error.problems).toHaveLength(2);
  });

  it("speaks of one problem in the singular", () => {
    const problem = { field: "a", got: "1", allowed: "2" };
    expect(new ConfigurationError("x", [problem]).message).toMatch(/^1 problem in x\n/);
  });
});

describe("a value is shown", () => {
  it.each([
    [undefined, "nothing"],
    [null, "null"],
    ["", '""'],
    ["two\nlines", '"two\\nlines"'], // so that nobody forges a line
    [{ a: [1] }, '{"a":[1]}'],
  ])("%j as %s", (value, shown) => {
    expect(show(value)).toBe(shown);
  });
});
