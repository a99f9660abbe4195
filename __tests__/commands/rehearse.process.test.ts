import { runWithoutAccount } from "../support/without-account";

it.each([
  [["--bad", "500"], "--bad 500 only changes a rehearsed release: add --with-release"],
  [["--with-release", "--bad", "403"], "Allowed choices are"],
  [["--suffix", "A"], "allowed: 1 to 13 lower-case letters"],
])("npm start -- %j is refused with 2, before anything is started", (args, said) => {
  const { status, stdout, stderr } = runWithoutAccount("rehearse", ...args);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(said);
});
