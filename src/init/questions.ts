import { checkSettings } from "../settings/load";
import type { Problem } from "../settings/rule";

/** The answers to the questions of `npm run init`. If an answer is missing, the setting gets the profile's default. */
export interface Answers {
  readonly profile?: string;
  readonly account?: string;
  readonly domain?: string;
  readonly zone?: string;
  /** E-mail addresses, https URLs or telephone numbers of the subscribers, separated by spaces. */
  readonly subscribers?: string;
  readonly blueImage?: string;
  readonly greenImage?: string;
}

export type AnswerName = keyof Answers;

interface Question {
  readonly name: AnswerName;
  /** The command's option that gives the answer to this question, such as `--profile`. */
  readonly flag: string;
  /** The placeholder that the help text shows for the option's value. */
  readonly takes: string;
  /** The text of the question: its subject, as a noun, and the place where the user finds the answer. */
  readonly about: string;
  /** The profile that requires an answer. @default - no profile requires an answer, and Enter skips the question */
  readonly neededIn?: "production";
  /** The answer that Enter gives. @default - Enter gives no answer */
  readonly byDefault?: string;
  /** Paths of the settings whose values the answer decides. */
  readonly decides: readonly string[];
}

/** All questions of `npm run init`, in the order in which they are asked. */
export const QUESTIONS: readonly Question[] = [
  {
    name: "profile",
    flag: "--profile",
    takes: "<profile>",
    about: "set of defaults: production, or ephemeral for development",
    byDefault: "production",
    decides: ["profile"],
  },
  {
    name: "account",
    flag: "--account",
    takes: "<id>",
    about: 'AWS account, twelve digits; shown by "aws sts get-caller-identity"',
    neededIn: "production",
    decides: ["accountId"],
  },
  {
    name: "domain",
    flag: "--domain",
    takes: "<name>",
    about: "host name of the application, such as payments.example.com",
    neededIn: "production",
    decides: ["https.domainName"],
  },
  {
    name: "zone",
    flag: "--zone",
    takes: "<id>",
    about:
      'id of the Route 53 hosted zone that contains the host name; shown by "aws route53 list-hosted-zones"',
    neededIn: "production",
    decides: ["https.hostedZoneId"],
  },
  {
    name: "subscribers",
    flag: "--subscribers",
    takes: "<address...>",
    about:
      "recipients of alarms: e-mail addresses, https:// addresses or +phone numbers, separated by spaces",
    neededIn: "production",
    decides: ["monitoring.subscribers"],
  },
  ...(["blue", "green"] as const).map(
    (color): Question => ({
      name: `${color}Image`,
      flag: `--${color}-image`,
      takes: "<image>",
      about: `image of ${color}; Enter: the default image. Begin with your own image only if it listens on port 9898 and can start before the database has users`,
      decides: [`application.${color}.image`],
    }),
  ),
];

/** Returns true if the chosen profile requires an answer to the question. */
export const isNeeded = ({ neededIn }: Question, { profile }: Answers): boolean =>
  neededIn !== undefined && neededIn === profile;

/** Converts the answers into settings, in the form of `environments/<suffix>.json`. */
export function settingsOf(answers: Answers): Record<string, unknown> {
  const { profile, account, domain, zone, subscribers, blueImage, greenImage } = answers;
  const some = (values: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  const group = (name: string, values: Record<string, unknown>) =>
    Object.keys(some(values)).length === 0 ? {} : { [name]: some(values) };
  const color = (image: string | undefined) => image && { image };
  return {
    $schema: "./environment.schema.json",
    ...some({ profile, accountId: account }),
    ...group("https", {
      domainName: domain,
      hostedZoneId: zone?.replace(/^\/hostedzone\//, ""), // AWS puts this prefix before the id of a zone
    }),
    ...group("application", { blue: color(blueImage), green: color(greenImage) }),
    ...group("monitoring", { subscribers: subscribers && wordsOf(subscribers).map(subscriberOf) }),
  };
}

const wordsOf = (text: string) => text.split(/[\s,]+/).filter((word) => word !== "");

/** Guesses a subscriber's protocol (`https`, `sms` or `email`) from the endpoint's form. {@link checkSettings} validates the result. */
const subscriberOf = (endpoint: string) => ({
  protocol: endpoint.includes("://")
    ? "https"
    : /^\+?\d/.test(endpoint) && !endpoint.includes("@")
      ? "sms"
      : "email",
  endpoint,
});

/** Validates all answers together. @returns the problems of the settings that the given question decides, and no other problems */
export function problemsWith({ decides, flag }: Question, answers: Answers): readonly Problem[] {
  const checked = checkSettings(settingsOf(answers));
  const problems = "problems" in checked ? checked.problems : [];
  return problems
    .filter(({ field }) => decides.some((it) => field === it || field.startsWith(`${it}.`)))
    .map(({ got, allowed }) => ({
      field: flag,
      got,
      allowed: allowed.replace(", in quotes", ""), // JSON has quotes, an answer has none
    }));
}
