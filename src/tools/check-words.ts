import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Words that this project no longer uses. For each word: the word to write instead, which is AWS's own term if there is one. */
export const RETIRED: readonly (readonly [retired: RegExp, instead: string])[] = [
  [/colour/i, "color"],
  [/\bacceptances?\b/i, "exemption"],
  [/\b(?:rings?|ringing|rang)\b/i, "is in ALARM"],
  [/\bguard alarms?\b|--guard\b/i, "release alarm, --alarm"],
  [/\b(?:take|takes|taken|takes on|took) (?:on )?(?:the |a |this |that )?[`\w-]*\s?role\b/i, "assume"],
  // The pattern does not match the word in a construct's id, in a parameter's path, and in an output's name. If these names changed,
  // resources would be replaced or scripts would fail.
  [/(?<![\w./"-])(?:traffic )?splits?\b(?!\()(?! the change)/i, "traffic weights"],
  [/\b(?:the|a|its|whose|no) boundary\b/i, "permissions boundary"],
  [/\b(?:resource|item) kinds?\b/i, "resource type"],
];

const LOOKED_THROUGH = ["src", "__tests__", "main.ts", "help", ".github", "environments", "package.json"];
// Recorded plans are not checked, because they have the words of the day on which they were recorded. This file and its test are not
// checked, because they have to contain the retired words. Files that Python has compiled are not text.
const LEFT_OUT = /^__tests__\/review\/recorded\/|^(?:src|__tests__)\/tools\/check-words|__pycache__/;

/** Finds the lines of a text that contain a retired word. */
export const retiredWords = (text: string): { line: number; word: string; instead: string }[] =>
  text.split("\n").flatMap((content, index) =>
    RETIRED.flatMap(([retired, instead]) => {
      const [word] = retired.exec(content) ?? [];
      return word === undefined ? [] : [{ line: index + 1, word, instead }];
    }),
  );

function main(): void {
  const files = LOOKED_THROUGH.flatMap((path) =>
    statSync(path).isFile()
      ? [path]
      : readdirSync(path, { recursive: true, encoding: "utf8" }).map((below) => join(path, below)),
  ).filter((path) => statSync(path).isFile() && !LEFT_OUT.test(path));
  for (const file of files) {
    for (const { line, word, instead } of retiredWords(readFileSync(file, "utf8"))) {
      console.error(`${file}:${line}: "${word}" is retired, write "${instead}"`);
      process.exitCode = 1;
    }
  }
}

if (require.main === module) main();
