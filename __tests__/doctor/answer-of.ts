import { SNSClient } from "@aws-sdk/client-sns";
import { runChecks } from "../../src/doctor/check";
import { VERIFIED } from "../../src/doctor/verify/checks";
import type { Deployed } from "../../src/doctor/verify/deployed";
import { PROFILES } from "../../src/settings/profiles";

/** What AWS answers, by the name of the command. */
export type Answers = Readonly<Record<string, (input: never) => unknown>>;

/** What the check of this name finds where AWS answers like this. */
export async function answerOf(name: string, answers: Answers, settings: object = PROFILES.ephemeral) {
  // A paginator takes nothing but a client of its own class.
  const client = Object.assign(Object.create(SNSClient.prototype), {
    send: async (command: { constructor: { name: string }; input: never }) => {
      const answer = answers[command.constructor.name];
      if (answer === undefined) throw new Error(`${command.constructor.name} was not expected`);
      return answer(command.input);
    },
  });
  const aws = new Proxy({}, { get: () => client });
  const environment = { config: { ...settings, suffix: "dev" }, me: { accountId: "123456789012" } };
  const [row] = await runChecks(
    VERIFIED.filter((check) => check.name === name),
    { environment, aws } as unknown as Deployed,
  );
  return row?.finding;
}
