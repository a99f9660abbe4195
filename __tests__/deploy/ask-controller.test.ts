import { askController } from "../../src/deploy/ask-controller";
import { notAsConfigured } from "../../src/deploy/follow-services";
import { type Ask, ControllerError } from "../../src/release/client/ask";

it("a release controller that answers is asked how the release stands, and nothing is wrong", async () => {
  const asked: unknown[] = [];
  const ask = (async (command: unknown) => {
    asked.push(command);
    return { look: { unknown: [] } };
  }) as unknown as Ask;
  expect(await askController(ask, "arn:aws:iam::123456789012:user/ada")).toEqual([]);
  expect(asked).toEqual([
    { id: expect.any(String), by: "arn:aws:iam::123456789012:user/ada", kind: "status", reason: "" },
  ]);
});

it("one that fails is a problem, in its own words", async () => {
  const ask: Ask = () =>
    Promise.reject(
      new ControllerError("the release controller release-controller-x1 failed: no bucket", true),
    );
  expect(await askController(ask, "ada")).toEqual([
    "controller: the release controller release-controller-x1 failed: no bucket",
  ]);
});

it("one that may not see what it guards is a problem: it would show at the first release", async () => {
  const ask = (async () => ({ look: { unknown: ["alarms (AccessDenied: no)"] } })) as unknown as Ask;
  expect(await askController(ask, "ada")).toEqual(["controller: it cannot read alarms (AccessDenied: no)"]);
});

it("its problem alone is not said of the colors", () => {
  const ofController = "controller: it cannot read alarms (AccessDenied: no)";
  expect(notAsConfigured("x1", [ofController])).toMatch(
    /^x1 runs its configuration, but its release controller has a problem or could not be asked:\n {2}controller: it cannot read alarms/,
  );
  expect(notAsConfigured("x1", ["green: ECS rolled its deployment back", ofController])).toMatch(
    /^x1 does not run its configuration:\n {2}green: .*\n {2}controller: /,
  );
});

it("that a service could not be read is not said to be a color without its configuration", () => {
  const unread = "blue: its service cannot be read: Error: throttled";
  expect(notAsConfigured("x1", [unread, "controller: it cannot read alarms"])).toMatch(
    /^it is not known whether x1 runs its configuration:\n {2}blue: its service cannot be read: Error: throttled\n {2}controller: /,
  );
  expect(notAsConfigured("x1", [unread, "green: ECS rolled its deployment back"])).toMatch(
    /^x1 does not run its configuration:\n/,
  );
});
