/** Quotes text as one word of a POSIX shell, for a command that the user copies. If the text needs no quotes, it is not changed. */
export const shellWord = (text: string): string =>
  /^[\w.:/@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
