import { shellWord } from "../terminal/shell-word";

/**
 * Returns the text of a file for a POSIX shell. If a shell reads the file (`. <file>`), it changes into a folder and sets environment
 * variables.
 */
export const shellFile = (directory: string, variables: Readonly<Record<string, string>>): string =>
  [
    `cd ${shellWord(directory)}`,
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${shellWord(value)}`),
    "",
  ].join("\n");
