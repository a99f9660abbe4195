import { causeOf } from "../../../src/release/controller/handler";
import { ALARMS } from "./made-up-documents";

const CONTEXT = { awsRequestId: "request-1" };
const NOW = Date.parse("2026-03-02T10:00:00Z");

/**
 * An alarm's event from CloudWatch:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
const eventAt = (timestamp: unknown, value = "ALARM") =>
  causeOf({ detail: { alarmName: "errors-green", state: { value, timestamp } } } as never, CONTEXT, {
    alarms: ALARMS,
  }).alarm;

beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

describe("an alarm's event", () => {
  it("says when it was", () =>
    expect(eventAt("2026-03-02T09:58:40.985+0000")).toEqual({ name: "errors-green", at: NOW - 79_015 }));

  it.each([undefined, "", "a minute ago", "9", null, 7])("whose time is %p counts as new", (timestamp) =>
    expect(eventAt(timestamp)).toEqual({ name: "errors-green", at: NOW }),
  );

  it("of another state than ALARM says nothing", () => expect(eventAt("", "OK")).toBeUndefined());
});
