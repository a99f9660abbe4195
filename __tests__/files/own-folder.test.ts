import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { emptyFolder, inTemporaryFolder, MARKER } from "../../src/files/own-folder";
import { RefusedError } from "../../src/terminal/refused";

const scratch = realpathSync(mkdtempSync(join(tmpdir(), "own-folder-")));
afterAll(() => rmSync(scratch, { recursive: true }));

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(scratch, "f-"));
});

const refused = (what: string, directory: string) =>
  expect(() => emptyFolder(directory)).toThrow(
    new RefusedError(
      `${what} and was not created by this project, so it is not emptied: choose a folder that does not exist yet, or delete this one yourself`,
    ),
  );

describe("a folder that is emptied", () => {
  it("is made where there is none, and says whose it is", () => {
    const made = join(folder, "plan", "dev");
    emptyFolder(made);
    expect(readdirSync(made)).toEqual([MARKER]);
    expect(readFileSync(join(made, MARKER), "utf8")).toMatch(/^The commands of .* created this folder.*\n$/);
  });

  it("loses what is in it if it was made so, or was empty", () => {
    emptyFolder(folder);
    mkdirSync(join(folder, "deep", "er"), { recursive: true });
    writeFileSync(join(folder, "deep", "er", "plan"), "");
    writeFileSync(join(folder, "plan"), "");
    emptyFolder(relative(process.cwd(), folder));
    expect(readdirSync(folder)).toEqual([MARKER]);
  });

  it("is refused, and whole, where somebody else made it", () => {
    mkdirSync(join(folder, ".git"));
    for (const name of ["a", "b", "c"]) writeFileSync(join(folder, name), "unsaved work");
    refused(`${folder} contains .git, a, b and 1 more`, folder);
    expect(readdirSync(folder)).toEqual([".git", "a", "b", "c"]);
  });

  it("is refused where the marker is none of ours", () => {
    mkdirSync(join(folder, MARKER));
    refused(`${folder} contains ${MARKER}`, folder);
  });

  it("is refused where it is a file, or a link to somewhere else", () => {
    writeFileSync(join(folder, "file"), "");
    refused(`${join(folder, "file")} is not a folder`, join(folder, "file"));
    const [own, link] = [join(folder, "own"), join(folder, "link")];
    emptyFolder(own);
    writeFileSync(join(own, "plan"), "");
    symlinkSync(own, link);
    refused(`${link} is not a folder`, link);
    refused(`${link} is not a folder`, `${link}/`);
    expect(existsSync(join(own, "plan"))).toBe(true);
  });

  it("loses links, and not what they point to", () => {
    const other = join(folder, "other");
    mkdirSync(other);
    writeFileSync(join(other, "precious"), "");
    const own = join(folder, "own");
    emptyFolder(own);
    symlinkSync(other, join(own, "link"));
    mkdirSync(join(own, "deep"));
    symlinkSync(other, join(own, "deep", "link"));
    emptyFolder(own);
    expect([readdirSync(own), readdirSync(other)]).toEqual([[MARKER], ["precious"]]);
  });
});

describe("a temporary folder", () => {
  it("is this user's alone, and gone when the work has ended, however it does", async () => {
    let made = "";
    const mode = await inTemporaryFolder("plan", async (directory) => {
      made = directory;
      writeFileSync(join(directory, "secret"), "");
      return statSync(directory).mode & 0o777;
    });
    expect([mode, existsSync(made)]).toEqual([0o700, false]);
    await expect(
      inTemporaryFolder("plan", async (directory) => {
        made = directory;
        throw new Error("failed");
      }),
    ).rejects.toThrow("failed");
    expect(existsSync(made)).toBe(false);
  });
});
