import { type Asked, errorsOf } from "../../src/failover/outside";

const at = (sentAt: number, answer: number | string, took = 100): Asked => ({
  sentAt,
  endedAt: sentAt + took,
  answer,
});

describe("what users noticed of a failover", () => {
  it("nothing, when every request was answered", () => {
    expect(errorsOf([at(0, 200), at(500, 204)])).toEqual({
      requests: 2,
      failed: 0,
      by: {},
      seconds: 0,
      over: true,
    });
  });

  it("lasted from the first bad request to the good answer after the last, in whichever order they came", () => {
    const all = [at(2000, 200), at(0, 200), at(1500, "ECONNREFUSED"), at(500, 503, 900), at(1000, 200)];
    expect(errorsOf(all)).toEqual({
      requests: 5,
      failed: 2,
      by: { "503": 1, ECONNREFUSED: 1 },
      seconds: 1.6,
      over: true,
    });
  });

  it("is not over when the last request was bad", () => {
    expect(errorsOf([at(0, 200), at(500, 503), at(1000, 502, 1000)])).toMatchObject({
      seconds: 1.5,
      over: false,
    });
  });

  it.each([301, 404, 500])("has %d for an error: the application did not do what was asked", (status) => {
    expect(errorsOf([at(0, status)]).failed).toBe(1);
  });
});
