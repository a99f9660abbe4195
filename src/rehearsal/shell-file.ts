import { shellWord } from "../terminal/shell-word";

/** What a POSIX shell sources (`. <file>`) to work in a folder with variables. */
export const shellFile = (directory: string, variables: Readonly<Record<string, string>>): string =>
  [
    `cd ${shellWord(directory)}`,
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${shellWord(value)}`),
    "",
  ].join("\n");
