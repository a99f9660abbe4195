/** Returns a whole command, as a person types it in a shell. */
export const typed = (suffix: string, words: string): string =>
  `npm run release -- ${words} --suffix ${suffix}`;
