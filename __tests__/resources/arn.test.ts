import { arnsOf, ownArns } from "../../src/resources/arn";

const row = { arns: ["arn:aws:a:{region}:{account}:b/{name}", "arn:aws:a:::{name}"] } as const;

it("a name that begins with a slash gives an ARN with one slash, and keeps its other slashes", () => {
  expect(arnsOf(row, "123456789012", "/c/d")).toEqual([
    "arn:aws:a:us-east-1:123456789012:b/c/d",
    "arn:aws:a:::/c/d",
  ]);
  expect(arnsOf(row, "123456789012", "c/d")[0]).toBe("arn:aws:a:us-east-1:123456789012:b/c/d");
});

it("a resource whose name AWS chooses may have any", () => {
  expect(ownArns({ ...row, named: { by: "tags" } }, "x1", "123456789012")).toEqual([
    "arn:aws:a:us-east-1:123456789012:b/*",
    "arn:aws:a:::*",
  ]);
});
