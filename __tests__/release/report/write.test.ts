import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { page } from "../../../src/release/report/page";
import { writeReport } from "../../../src/release/report/write";
import { goodRelease } from "./made-up-releases";

const { PATH } = process.env;
let folder = "";
let said: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "report-"));
  said = [];
  for (const stream of ["log", "error"] as const) {
    jest.spyOn(console, stream).mockImplementation((...words) => void said.push(String(words[0])));
  }
});
afterEach(() => {
  jest.restoreAllMocks();
  process.env.PATH = PATH;
  rmSync(folder, { recursive: true });
});

const until = async (holds: () => boolean) => {
  for (const _ of Array(200)) if (!holds()) await sleep(10);
  expect(holds()).toBe(true);
};

it("writes the page and, where asked to, the data that the same page can be made of again", () => {
  const output = join(folder, "it.html");
  writeReport(goodRelease(), { output, open: false, json: true });
  const text = readFileSync(output, "utf8");
  expect(text).toBe(page(goodRelease()));
  expect(page(JSON.parse(readFileSync(join(folder, "it.json"), "utf8")))).toBe(text);
  expect(said[0]).toBe("release 0f9c1a2b-53d1-4c19-9d0e-0b7c2a3f4e51 of green: completed");
  expect(said[2]).toMatch(/^wrote .*it\.html \(\d+ KB, readable without network\)$/);
});

it("writes no data where nobody asked for them", () => {
  writeReport(goodRelease(), { output: join(folder, "it.html"), open: false, json: false });
  expect(existsSync(join(folder, "it.json"))).toBe(false);
});

it("is shown by what opens files on this machine", async () => {
  const opened = join(folder, "opened");
  for (const name of ["xdg-open", "open"]) {
    writeFileSync(
      join(folder, name),
      `#!/bin/sh\necho "$@" > "${opened}.new" && mv "${opened}.new" "${opened}"\n`,
    );
    chmodSync(join(folder, name), 0o755);
  }
  process.env.PATH = `${folder}${delimiter}${PATH}`;
  const output = join(folder, "it.html");
  writeReport(goodRelease(), { output, open: true, json: false });
  await until(() => existsSync(opened));
  expect(readFileSync(opened, "utf8")).toBe(`${output}\n`);
});

it("says so where nothing opens files", async () => {
  process.env.PATH = folder;
  writeReport(goodRelease(), { output: join(folder, "it.html"), open: true, json: false });
  await until(() => said.some((line) => /open cannot be run: open \S+it\.html in a browser$/.test(line)));
});
