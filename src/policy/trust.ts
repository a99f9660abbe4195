import { at, list, type SynthesizedDocument } from "./document";
import { bounds, type Principal, type Statement } from "./statements";

const EQUALS = ["StringEquals", "StringLike", "ArnEquals", "ArnLike"];
const ROLE_OF_THE_STACK = /^\$\{aws_iam_role\.\w+\.arn\}$/;
const WHOEVER_DEPLOYS = /^\$\{data\.aws_caller_identity\.\w+\.account_id\}$/;
// An account by its number alone is the same as its root: everybody in it whom its own IAM lets.
const OF_AN_ACCOUNT = /^(?:arn:aws:iam::)?([^:]+)(?::(root|(?:role|user)\/.+))?$/;

/** Whether a trust policy's statement lets somebody assume a role who is not a role, a person or a service of ours. */
export function loose(statement: Statement, document: SynthesizedDocument): string | undefined {
  const problem = statement.principals
    .map((principal) => looseFor(principal, statement, document))
    .find((each) => each !== undefined);
  return problem && `${statement.sid} lets ${problem}`;
}

/** Whether a statement that is not loose names no role, but an account whose own IAM says who may assume the role. */
export function wholeAccount(statement: Statement, document: SynthesizedDocument): string | undefined {
  if (loose(statement, document) !== undefined) return undefined;
  const account = statement.principals.find(
    ({ kind, id }) => kind === "AWS" && !ROLE_OF_THE_STACK.test(id) && whoOf(id) === "root",
  );
  return account && `${statement.sid} names ${account.id}, an account as a whole`;
}

const whoOf = (id: string) => OF_AN_ACCOUNT.exec(id)?.[2] ?? "root";

function looseFor(
  { kind, id }: Principal,
  statement: Statement,
  document: SynthesizedDocument,
): string | undefined {
  switch (kind) {
    case "AWS":
      return looseForPeople(id, statement, document);
    case "Service":
      return bounds(statement, EQUALS, ["aws:SourceAccount", "aws:SourceArn"])
        ? undefined
        : `${id} assume it for any account`;
    case "Federated": // GitHub's roles are the account's, in src/account/
      return `those of the identity provider ${id} assume it`;
    default:
      return "everybody assume it";
  }
}

/** Roles of IAM Identity Center carry no mark of MFA: that they ask for it is set there. */
function looseForPeople(id: string, { conditions }: Statement, document: SynthesizedDocument) {
  if (ROLE_OF_THE_STACK.test(id)) return undefined;
  const [, account = "", who = "root"] = OF_AN_ACCOUNT.exec(id) ?? [];
  const own = document.accountId();
  if (account !== own && !WHOEVER_DEPLOYS.test(account)) {
    return own === undefined
      ? `${id} assume it, and nobody can tell that it is of the environment's account: accountId is not set`
      : `${id} assume it, which is not of the account ${own}`;
  }
  const mfa = list(at(conditions, "Bool.aws:MultiFactorAuthPresent")).map(String);
  const held = mfa.length > 0 && mfa.every((value) => value === "true");
  return who.startsWith("role/") || held ? undefined : `${id} assume it without MFA`;
}
