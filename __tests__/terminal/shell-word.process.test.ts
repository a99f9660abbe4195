import { execFileSync } from "node:child_process";
import { shellWord } from "../../src/terminal/shell-word";

it.each(["", "plan/dev", 'it\'s a "check out"', "$HOME `id` $(id)", "a\\b\nc", "*", "~", "-n;true"])(
  "a shell reads %j as one word",
  (text) => {
    const said = execFileSync("sh", ["-c", `printf '<%s>' ${shellWord(text)}`], { encoding: "utf8" });
    expect(said).toBe(`<${text}>`);
  },
);

it("leaves alone what no shell reads otherwise", () => {
  for (const text of ["plan/dev", "arn:aws:s3:::state", "http://127.0.0.1:5000"]) {
    expect(shellWord(text)).toBe(text);
  }
});
