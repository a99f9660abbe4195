import fc from "fast-check";
import { literal } from "../../src/constructs/literal";

/** What Terraform makes of a template without references, as measured with 1.11: `$${` is `${`, `%%{` is `%{`. */
const rendered = (template: string) => template.replace(/([$%])\1\{/g, "$1{");

describe("literal text", () => {
  it.each([
    ["${HOME}", "$${HOME}"],
    ["%{if x}", "%%{if x}"],
    ["$${x}", "$$${x}"],
    ["100 % of $5", "100 % of $5"],
    ["DO $$ BEGIN", "DO $$ BEGIN"],
    ["", ""],
  ])("%j becomes %j", (text, template) => {
    expect(literal(text)).toBe(template);
  });

  it("comes out of Terraform as it went in, whatever it is", () => {
    const text = fc.string({ unit: fc.constantFrom("$", "%", "{", "}", "a", '"', "\\") });
    fc.assert(fc.property(text, (value) => rendered(literal(value)) === value));
  });

  it("never leaves an unescaped template", () => {
    const text = fc.string({ unit: fc.constantFrom("$", "%", "{", "a") });
    fc.assert(fc.property(text, (value) => !/[$%]\{/.test(literal(value).replace(/([$%])\1\{/g, "_"))));
  });
});
