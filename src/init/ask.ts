import { show } from "../settings/problems";
import { RefusedError } from "../terminal/refused";
import { type Answers, isNeeded, problemsWith, QUESTIONS } from "./questions";

/** The user at a terminal. */
export interface Person {
  /** Asks a question. @returns the line that the user typed, or `undefined` if the input has ended */
  readonly ask: (question: string) => Promise<string | undefined>;
  readonly say: (line: string) => void;
}

/**
 * Completes the answers that the command's options gave. In a terminal, the function asks the user for each missing answer, until the
 * answer is valid.
 *
 * @param given the answers that the command's options gave
 * @param person the user at the terminal. `undefined`: there is no terminal, so nobody can be asked
 * @throws RefusedError if options are invalid; without a terminal also if required options are missing. The message lists all of them
 */
export async function completed(given: Answers, person: Person | undefined): Promise<Answers> {
  let answers = withProfile(given, person);
  const wrong = QUESTIONS.filter(({ name }) => answers[name] !== undefined)
    .flatMap((question) => problemsWith(question, answers))
    .map(({ field, got, allowed }) => `${field}: got ${got}, allowed: ${allowed}`);
  const missing = QUESTIONS.filter((it) => isNeeded(it, answers) && answers[it.name] === undefined).map(
    ({ flag, takes, about }) => `${flag} ${takes} is missing: ${about}`,
  );
  const refused = person === undefined ? [...wrong, ...missing] : wrong;
  if (refused.length > 0) throw new RefusedError(refused.join("\n"));
  if (person === undefined) return answers;
  for (const question of QUESTIONS.filter(({ name }) => answers[name] === undefined)) {
    answers = { ...answers, ...(await answerTo(question, answers, person)) };
  }
  return answers;
}

/** Adds the default profile to the answers if nobody can be asked. The profile decides which other answers are required. */
function withProfile(given: Answers, person: Person | undefined): Answers {
  const byDefault = QUESTIONS.find(({ name }) => name === "profile")?.byDefault;
  return given.profile !== undefined || person !== undefined || byDefault === undefined
    ? given
    : { ...given, profile: byDefault };
}

/** Asks a question until the answer is valid. @returns the answer, or an empty object if the user skips an optional question with Enter */
async function answerTo(
  question: (typeof QUESTIONS)[number],
  answers: Answers,
  { ask, say }: Person,
): Promise<Answers> {
  const { name, about, byDefault } = question;
  const needed = isNeeded(question, answers);
  const enter = byDefault === undefined ? (needed ? "" : " (Enter: none)") : ` (Enter: ${byDefault})`;
  say(`${about}${name.endsWith("Image") ? "" : enter}`);
  for (;;) {
    const line = await ask(`${question.flag.slice(2)}: `);
    if (line === undefined) throw new RefusedError("no answer: nothing was written");
    const answer = line.trim() || byDefault;
    if (answer === undefined) {
      if (!needed) return {};
      say(`the production profile requires an answer; Ctrl-C stops without writing a file`);
      continue;
    }
    const problems = problemsWith(question, { ...answers, [name]: answer });
    if (problems.length === 0) return { [name]: answer };
    for (const { got, allowed } of problems) {
      say(`got ${got === "a value that is not shown" ? show(answer) : got}, allowed: ${allowed}`);
    }
  }
}
