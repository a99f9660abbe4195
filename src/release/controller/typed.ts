/** A command as somebody types it. */
export const typed = (suffix: string, words: string): string =>
  `npm run release -- ${words} --suffix ${suffix}`;
