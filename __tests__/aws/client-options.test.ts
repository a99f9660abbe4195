import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const SOURCES = join(__dirname, "../../src");
// What a client may be made with: CLIENT, or what a caller made of it; rehearsals give the emulator's address.
const MADE_WITH = /^(?:CLIENT|client|config|emulator\.client)$|^\{\s*\.\.\.(?:CLIENT|client),/;

it("every client of the SDK has the time-outs of src/aws/client-options.ts", () => {
  const made = readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
    // The release controller runs elsewhere: each of its calls is aborted after seconds.
    .filter((file) => file.endsWith(".ts") && file !== "release/controller/aws.ts")
    .flatMap((file) =>
      [...readFileSync(join(SOURCES, file), "utf8").matchAll(/new \w+Client\(([^)]*)\)/g)].map(
        ([, options = ""]) => ({ file, options }),
      ),
    );
  expect(made.length).toBeGreaterThan(30);
  expect(made.filter(({ options }) => !MADE_WITH.test(options))).toEqual([]);
});
