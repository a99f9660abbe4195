import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const GITHUB = join(__dirname, "..", "..", ".github");

/** The text of a file below `.github`. */
export const read = (...path: string[]) => readFileSync(join(GITHUB, ...path), "utf8");
/** Name and text of each workflow and action. */
export const workflows = readdirSync(join(GITHUB, "workflows")).map((file): [string, string] => [
  file,
  read("workflows", file),
]);
/** Name and text of each workflow and action that this project wrote. */
export const actions = readdirSync(join(GITHUB, "actions")).map((name): [string, string] => [
  name,
  read("actions", name, "action.yml"),
]);
export const all = [...workflows, ...actions];

/** The scripts that bash runs, with the name of the file. */
export const scripts = all.flatMap(([name, text]): [string, string][] =>
  [...text.matchAll(/^( *)(?:- )?run: (?:\|\n((?:\1 .*\n|\n)+)|(.*))/gm)].map(([, , block, line]) => [
    name,
    block ?? line ?? "",
  ]),
);
