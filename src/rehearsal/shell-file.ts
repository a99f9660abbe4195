import { shellWord } from "../terminal/shell-word";

/**
 * Returns the text of a file for a POSIX shell. The command `. <file>` makes the shell change into the folder `directory` and export the
 * environment variables.
 */
export const shellFile = (directory: string, variables: Readonly<Record<string, string>>): string =>
  [
    `cd ${shellWord(directory)}`,
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${shellWord(value)}`),
    "",
  ].join("\n");
