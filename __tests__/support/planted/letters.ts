const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const DIGITS = "0123456789";

const ALPHABETS = {
  alphanumeric: LOWER + UPPER + DIGITS,
  upper: UPPER + DIGITS,
  base32: `${UPPER}234567`,
  lower: LOWER + DIGITS,
  hex: "0123456789abcdef",
  digits: DIGITS,
  base64: `${LOWER}${UPPER}${DIGITS}+/`,
  url: `${LOWER}${UPPER}${DIGITS}-_`,
};

/** A generator of random text that returns the same text in every run. */
export function letters(seed: number) {
  let state = seed;
  const next = () => {
    // https://en.wikipedia.org/wiki/Linear_congruential_generator, with the constants of Numerical Recipes
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const some = (alphabet: keyof typeof ALPHABETS, length: number) => {
    const from = ALPHABETS[alphabet];
    // A long text gets at least one digit, because a text of only letters could be a name.
    const made = Array.from({ length }, () => from[Math.floor(next() * from.length)]);
    if (length > 8 && !made.some((it) => /\d/.test(it ?? ""))) made[length - 2] = "7";
    return made.join("");
  };
  const uuid = () => [8, 4, 4, 4, 12].map((length) => some("hex", length)).join("-");
  return { some, uuid };
}
