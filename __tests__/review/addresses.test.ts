import { PARAMETER } from "../../src/review/configured-weights";
import { LISTENER } from "../../src/review/routes";
import { service, taskDefinition } from "../../src/review/tasks";
import { PRIVATE } from "../support/environments";
import { synthesized } from "../support/synthesized";

const production = synthesized(PRIVATE);

describe("the addresses that a review knows", () => {
  it.each([
    LISTENER,
    PARAMETER,
    taskDefinition("blue"),
    taskDefinition("green"),
    service("blue"),
    service("green"),
  ])("%s is in the stack", (address) => {
    expect(production.addresses()).toContain(address);
  });
});
