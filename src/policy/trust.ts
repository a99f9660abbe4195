import { applies } from "../iam/evaluate";
import { isEverybody, type Principal, type Statement } from "../iam/statement";
import type { SynthesizedDocument } from "./document";
import { namesSource } from "./statements";

const ROLE_OF_THE_STACK = /^\$\{aws_iam_role\.\w+\.arn\}$/;
const WHOEVER_DEPLOYS = /^\$\{data\.aws_caller_identity\.\w+\.account_id\}$/;
// An account id as principal means the same as the account's root: every principal that the account's own IAM policies allow to
// call.
const OF_AN_ACCOUNT = /^(?:arn:aws:iam::)?([^:]+)(?::(root|(?:role|user)\/.+))?$/;

/** Whether a trust policy's statement lets a principal assume the role that is no role, person or service of ours. */
export function loose(statement: Statement, document: SynthesizedDocument): string | undefined {
  const problem = statement.principals?.of
    .map((principal) => looseFor(principal, statement, document))
    .find((each) => each !== undefined);
  return problem && `${statement.sid} lets ${problem}`;
}

/**
 * Whether a statement, not a loose one, names an account instead of roles: the account's IAM policies then decide who may assume
 * the role.
 */
export function wholeAccount(statement: Statement, document: SynthesizedDocument): string | undefined {
  if (loose(statement, document) !== undefined) return undefined;
  const account = statement.principals?.of.find(
    ({ type, id }) => type === "AWS" && !ROLE_OF_THE_STACK.test(id) && whoOf(id) === "root",
  );
  return account && `${statement.sid} names ${account.id}, an account as a whole`;
}

const whoOf = (id: string) => OF_AN_ACCOUNT.exec(id)?.[2] ?? "root";

function looseFor(
  principal: Principal,
  statement: Statement,
  document: SynthesizedDocument,
): string | undefined {
  const { type, id } = principal;
  switch (isEverybody(principal) ? "*" : type) {
    case "AWS":
      return looseForPeople(id, statement, document);
    case "Service":
      return namesSource(statement) ? undefined : `${id} assume it for any account`;
    case "Federated": // GitHub's roles are the account's, in src/account/
      return `those of the identity provider ${id} assume it`;
    default:
      return "everybody assume it";
  }
}

/** Sessions of IAM Identity Center have no MFA key: MFA is configured in Identity Center itself. */
function looseForPeople(id: string, statement: Statement, document: SynthesizedDocument) {
  if (ROLE_OF_THE_STACK.test(id)) return undefined;
  const [, account = "", who = "root"] = OF_AN_ACCOUNT.exec(id) ?? [];
  const own = document.accountId();
  if (account !== own && !WHOEVER_DEPLOYS.test(account)) {
    return own === undefined
      ? `${id} assume it, and nobody can tell that it is of the environment's account: accountId is not set`
      : `${id} assume it, which is not of the account ${own}`;
  }
  return who.startsWith("role/") || !isForPeopleWithoutMfa(statement)
    ? undefined
    : `${id} assume it without MFA`;
}

/** The condition key is false for a session without MFA, and absent for an access key. */
const isForPeopleWithoutMfa = (statement: Statement) =>
  [{}, { "aws:MultiFactorAuthPresent": "false" }].some((context) =>
    statement.actions.of.some((action) => {
      const mayCarry = (key: string) => key !== "aws:multifactorauthpresent";
      return applies(statement, { action, resource: "*", context, mayCarry }) !== "no";
    }),
  );
