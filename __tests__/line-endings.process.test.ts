import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PROJECT = join(__dirname, "..");
const SQL = "create-users.sql";

it("the migration's command has no carriage return, also where Git is told to write some", () => {
  const folder = mkdtempSync(join(tmpdir(), "line-endings-"));
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "core.autocrlf=true", "-c", "user.name=a", "-c", "user.email=a@b", ...args], {
      cwd: folder,
      stdio: "pipe",
    });
  try {
    git("init");
    cpSync(join(PROJECT, ".gitattributes"), join(folder, ".gitattributes"));
    cpSync(join(PROJECT, "src/constructs/migration", SQL), join(folder, SQL));
    git("add", ".");
    git("commit", "--message", "files");
    rmSync(join(folder, SQL));
    git("checkout", "--", SQL);
    expect(readFileSync(join(folder, SQL), "utf8")).not.toContain("\r");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
