import { show } from "../settings/problems";
import { RefusedError } from "../terminal/refused";
import { type Answers, isNeeded, problemsWith, QUESTIONS } from "./questions";

/** Somebody at a terminal. */
export interface Person {
  /** @returns the line; `undefined` where there will be none any more */
  readonly ask: (question: string) => Promise<string | undefined>;
  readonly say: (line: string) => void;
}

/**
 * Completes what the options say: in a terminal by asking, until each answer is one that the settings accept; elsewhere not at all.
 *
 * @param person @default - nobody can be asked
 * @throws RefusedError: options that are wrong, or that nobody could be asked for, all at once
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

/** Where nobody is asked, the profile is the one that Enter means: what else is missing goes by it. */
function withProfile(given: Answers, person: Person | undefined): Answers {
  const byDefault = QUESTIONS.find(({ name }) => name === "profile")?.byDefault;
  return given.profile !== undefined || person !== undefined || byDefault === undefined
    ? given
    : { ...given, profile: byDefault };
}

/** One answer that the settings accept; none where Enter was pressed and it may be left out. */
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
      say(`production needs it; Ctrl-C ends without writing anything`);
      continue;
    }
    const problems = problemsWith(question, { ...answers, [name]: answer });
    if (problems.length === 0) return { [name]: answer };
    for (const { got, allowed } of problems) {
      say(`got ${got === "a value that is not shown" ? show(answer) : got}, allowed: ${allowed}`);
    }
  }
}
