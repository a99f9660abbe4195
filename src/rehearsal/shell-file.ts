import { shellWord } from "../terminal/shell-word";

/** The content of a file that a POSIX shell sources (`. <file>`) to change into a folder and to set environment variables. */
export const shellFile = (directory: string, variables: Readonly<Record<string, string>>): string =>
  [
    `cd ${shellWord(directory)}`,
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${shellWord(value)}`),
    "",
  ].join("\n");
