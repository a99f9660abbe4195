import { readFileSync } from "node:fs";
import { join } from "node:path";
import { costs } from "./costs";

const README = join(__dirname, "..", "..", "..", "README.md");

/** Parts of README.md that are generated from the code, each between `<!-- generated: <name> -->` and `<!-- end -->`. */
const PARTS: Readonly<Record<string, () => readonly string[]>> = { costs };

/**
 * Returns the text of README.md with its generated parts renewed.
 *
 * @throws Error if README.md lacks the two comments around a generated part
 */
export function readme(): string {
  return Object.entries(PARTS).reduce(
    (text, [name, lines]) => {
      const part = new RegExp(`(<!-- generated: ${name} -->\n).*?(?=<!-- end -->)`, "s");
      if (!part.test(text)) throw new Error(`README.md has no part "<!-- generated: ${name} -->"`);
      return text.replace(part, (_, head: string) => `${head}\n${lines().join("\n")}\n\n`);
    },
    readFileSync(README, "utf8"),
  );
}
