import fs, { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireSettingsFile, requireSuffix } from "../../src/settings/explicit";
import { RefusedError } from "../../src/terminal/refused";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "environments-"));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(directory, { recursive: true, force: true });
});

const write = (...names: string[]) => {
  for (const name of names) writeFileSync(join(directory, name), "{}");
};
const required = (suffix: string) => () => requireSettingsFile(suffix, directory);

describe("the environment's name", () => {
  it("is what ENVIRONMENT_SUFFIX says", () => {
    expect(requireSuffix({ ENVIRONMENT_SUFFIX: "qa" }, directory)).toBe("qa");
  });

  it.each([undefined, ""])("is refused when it is %j, with those that there are", (suffix) => {
    const others = ["preview.json", "prod.example.json", "environment.schema.json", "README", "qa.yaml"];
    jest.spyOn(fs, "readdirSync").mockReturnValue(["prod.json", ...others, "dev.json"] as never);
    const refused = () =>
      requireSuffix(suffix === undefined ? {} : { ENVIRONMENT_SUFFIX: suffix }, directory);
    expect(refused).toThrow(RefusedError);
    expect(refused).toThrow(
      new Error(
        "ENVIRONMENT_SUFFIX is not set: name the environment by ENVIRONMENT_SUFFIX or by --suffix; there are: dev, prod",
      ),
    );
  });
});

describe("the environment's file", () => {
  it("is there, or not needed", () => {
    write("qa.json");
    expect(required("qa")).not.toThrow();
    for (const preview of ["pr-1", "pr-9", "pr-12", "pr-907"]) expect(required(preview)).not.toThrow();
  });

  it.each(["prod", "pr-x", "pr-0", "pr-1x", "pr-1-b", "x-pr-1"])("is required of %s", (suffix) => {
    write("dev.json");
    expect(required(suffix)).toThrow(RefusedError);
    expect(required(suffix)).toThrow(
      new Error(
        `there is no ${directory}/${suffix}.json: is the suffix wrong? there are: dev; a new environment needs that file ('{ "profile": "ephemeral" }' at least)`,
      ),
    );
  });

  it("may be the first one", () => {
    expect(required("qa")).toThrow(`wrong? there are no files in ${directory}; a`);
    directory = join(directory, "missing");
    expect(required("qa")).toThrow(`wrong? there are no files in ${directory}; a`);
  });

  it("is not one in another case, which is named", () => {
    write("Prod.json");
    expect(required("prod")).toThrow(
      new Error(
        `there is no ${directory}/prod.json, but ${directory}/Prod.json: rename it to prod.json, in lower case`,
      ),
    );
  });
});
