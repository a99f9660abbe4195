/** Text as one word of a POSIX shell, for a command that somebody copies: quoted only where it has to be. */
export const shellWord = (text: string): string =>
  /^[\w.:/@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
