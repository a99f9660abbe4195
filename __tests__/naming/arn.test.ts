import { readArn } from "../../src/naming/arn";

it("reads the parts of an ARN, whose last may have colons of its own", () => {
  expect(readArn("arn:aws:logs:us-east-1:123456789012:log-group:app:*")).toEqual({
    partition: "aws",
    service: "logs",
    region: "us-east-1",
    account: "123456789012",
    resource: "log-group:app:*",
  });
});

it("reads empty parts, and placeholders", () => {
  expect(readArn("arn:aws:s3:::{name}")).toMatchObject({ service: "s3", account: "", resource: "{name}" });
});

it.each(["", "*", "123456789012", "arn:aws:sns:*", "arn:aws:s3:::", "${aws_lb.one.arn}", "x arn:a:b:c:d:e"])(
  "takes %j for no ARN",
  (text) => expect(readArn(text)).toBeUndefined(),
);
