import { end } from "../../src/commands/end";
import { afterChange, RefusedError } from "../../src/terminal/refused";

it.each([
  ["a refusal after a change", new RefusedError("a migration is running"), "Error: a migration is running"],
  ["another error after a change", new TypeError("no"), "TypeError: no"],
])("%s ends with exit code 1, because 2 says that nothing was changed", (_what, error, said) => {
  const print = jest.spyOn(console, "error").mockImplementation();
  end(afterChange(error));
  expect([process.exitCode, print.mock.calls]).toEqual([1, [[said]]]);
  process.exitCode = 0;
  print.mockRestore();
});
