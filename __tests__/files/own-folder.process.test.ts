import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const SOURCES = join(__dirname, "../../src");

it("a temporary folder is gone when the process is ended in the middle of the work", () => {
  const program = `
    const { inTemporaryFolder } = require(${JSON.stringify(join(SOURCES, "files/own-folder.ts"))});
    const { existsSync } = require("node:fs");
    void inTemporaryFolder("plan", async (directory) => {
      console.log(directory + " " + existsSync(directory));
      process.exit(130);
    });`;
  const args = ["--require", join(SOURCES, "register.js"), "-e", program];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
  const [directory = "", existed] = stdout.trim().split(" ");
  expect([status, existed, existsSync(directory)]).toEqual([130, "true", false]);
});
