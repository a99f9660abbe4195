import { diagnosticText, parseEvent } from "../../src/terraform/events";

describe("a line of Terraform's", () => {
  it("is an event, of whatever type", () => {
    const line = '{"@level":"info","@message":"x","type":"change_summary","changes":{"add":3}}';
    expect(parseEvent(line)).toEqual(JSON.parse(line));
  });

  it.each(["", "panic: x", "{", "null", "5", '"type"', "[]", '{"type":5}', '{"@message":"a log line"}'])(
    "is none: %j",
    (line) => {
      expect(parseEvent(line)).toBeUndefined();
    },
  );
});

describe("a diagnostic", () => {
  it("says what, where and why", () => {
    const address = "aws_vpc.network_vpc";
    expect(
      diagnosticText({ severity: "error", summary: "creating VPC", detail: "limit\nreached", address }),
    ).toBe("error: aws_vpc.network_vpc: creating VPC\n  limit\n  reached");
  });

  it.each([{}, { detail: "" }])("may be of no resource, and say no more: %j", (detail) => {
    expect(diagnosticText({ severity: "warning", summary: "deprecated", ...detail })).toBe(
      "warning: deprecated",
    );
  });
});
