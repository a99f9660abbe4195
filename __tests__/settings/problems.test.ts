import { ConfigurationError, repeatedKeyProblems, show } from "../../src/settings/problems";

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
    [Number.POSITIVE_INFINITY, "Infinity"],
    ["x".repeat(298), `"${"x".repeat(298)}"`],
    ["x".repeat(299), `"${"x".repeat(298)}…`],
    [{ password: "postgres://x:hunter2@db" }, '{"password":"(not shown)"}'],
  ])("%j as %s", (value, shown) => {
    expect(show(value)).toBe(shown);
  });

  it("or its error is thrown", () => {
    const broken = (error: Error) => ({
      toJSON() {
        throw error;
      },
    });
    expect(show(broken(new RangeError("too much recursion")))).toBe("something nested too deeply");
    expect(() => show(broken(new TypeError("no JSON")))).toThrow("no JSON");
  });
});

it("a key given twice is shown as other values are: on one line, shortened, without secrets", () => {
  const keys = ["two\nlines", "x".repeat(301), "postgres://x:hunter2@db"];
  const json = `{${keys.map((key) => `${JSON.stringify(key)}: 1, ${JSON.stringify(key)}: 2`).join()}}`;
  const fields = ["two\\u000alines", `${"x".repeat(299)}…`, "postgres://x:(not shown)@db"];
  expect(repeatedKeyProblems(json)).toEqual(
    fields.map((field) => ({
      field,
      got: "this key more than once",
      allowed: "each key once: JSON.parse would silently use only the last value",
    })),
  );
});
