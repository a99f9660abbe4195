/** Returns a command of `npm run release` for an environment, as a person types it in a shell. */
export const typed = (suffix: string, words: string): string =>
  `npm run release -- ${words} --suffix ${suffix}`;
