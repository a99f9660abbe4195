import { mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reviewAgain } from "../../src/review/read-again";

const before = process.cwd();
const checkout = realpathSync(mkdtempSync(join(tmpdir(), 'it\'s a "check out"-')));
afterEach(() => process.chdir(before));

it("reviews a saved plan with the Terraform of a relative path, and away from the temporary folder, from which not every machine runs providers", async () => {
  process.chdir(checkout);
  const script = `#!/bin/sh
[ "$1" = version ] && echo '{"terraform_version":"1.11.4"}' && exit
printf '%s' "$1" > asked
exit 1
`;
  writeFileSync("terraform-here", script, { mode: 0o755 });
  const opened = {
    suffix: "dev",
    accountId: "123456789012",
    stateBucket: "state",
    allowed: [],
    traffic: { parameter: null, weights: {} },
    file: "plan.tfplan",
    configurationJson: "{}",
    providersLock: "",
  };
  const env = { ...process.env, TERRAFORM_BINARY_NAME: "./terraform-here" };
  const reviewing = reviewAgain(opened, env, new AbortController().signal);
  await expect(reviewing).rejects.toThrow("terraform init failed");
  expect(readFileSync("asked", "utf8")).toMatch(
    /^-chdir=.*\/it's a "check out"-\w+\/cdktf\.out\/review-\w+$/,
  );
  expect(readdirSync("cdktf.out")).toEqual([]); // the folder was removed
});
