/** Quotes text as one word of a POSIX shell, for a command that the user copies. Text that needs no quotes stays as it is. */
export const shellWord = (text: string): string =>
  /^[\w.:/@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
