import { applies } from "../iam/evaluate";
import { isEverybody, type Principal, type Statement } from "../iam/statement";
import type { SynthesizedDocument } from "./document";
import { namesSource } from "./statements";

const ROLE_OF_THE_STACK = /^\$\{aws_iam_role\.\w+\.arn\}$/;
const WHOEVER_DEPLOYS = /^\$\{data\.aws_caller_identity\.\w+\.account_id\}$/;
// An account id as principal means the same as the principal `arn:aws:iam::<account>:root`: every principal in the account whose IAM policy
// allows the call.
const OF_AN_ACCOUNT = /^(?:arn:aws:iam::)?([^:]+)(?::(root|(?:role|user)\/.+))?$/;

/**
 * Checks a statement of a role's trust policy. The function accepts these principals: roles of the environment's account, people of that
 * account who signed in with MFA, and AWS services that act on behalf of a named account. If the statement lets any other principal assume
 * the role, the function returns a problem.
 */
export function loose(statement: Statement, document: SynthesizedDocument): string | undefined {
  const problem = statement.principals?.of
    .map((principal) => looseFor(principal, statement, document))
    .find((each) => each !== undefined);
  return problem && `${statement.sid} lets ${problem}`;
}

/**
 * Returns a problem if a trust policy's statement has a whole account as its principal, and not roles. With such a statement, the account's
 * IAM policies decide who may assume the role. If {@link loose} already finds a problem in the statement, this function returns
 * `undefined`.
 */
export function wholeAccount(statement: Statement, document: SynthesizedDocument): string | undefined {
  if (loose(statement, document) !== undefined) return undefined;
  const account = statement.principals?.of.find(
    ({ type, id }) => type === "AWS" && !ROLE_OF_THE_STACK.test(id) && whoOf(id) === "root",
  );
  return account && `${statement.sid} names ${account.id}, which is a whole account`;
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
      return namesSource(statement) ? undefined : `${id} assume the role for any account`;
    case "Federated": // the roles for GitHub belong to the account and not to an environment: src/account/
      return `identities of the provider ${id} assume the role`;
    default:
      return "everybody assume the role";
  }
}

/**
 * Returns the problem of a statement that lets the principal `id` assume the role. Returns `undefined` if there is no problem. If the
 * principal `id` is itself a role, the statement needs no condition on MFA, because people can get sessions of this principal from IAM
 * Identity Center. IAM Identity Center asks these people for MFA. Their sessions have no MFA condition key, so a condition on MFA would
 * refuse their sessions.
 */
function looseForPeople(id: string, statement: Statement, document: SynthesizedDocument) {
  if (ROLE_OF_THE_STACK.test(id)) return undefined;
  const [, account = "", who = "root"] = OF_AN_ACCOUNT.exec(id) ?? [];
  const own = document.accountId();
  if (account !== own && !WHOEVER_DEPLOYS.test(account)) {
    return own === undefined
      ? `${id} assume the role; accountId is not set, so ${id} may belong to another account`
      : `${id} assume the role, although ${id} does not belong to the account ${own}`;
  }
  return who.startsWith("role/") || !isForPeopleWithoutMfa(statement)
    ? undefined
    : `${id} assume the role without MFA`;
}

/**
 * Returns whether a statement lets people without MFA assume the role. The condition key `aws:MultiFactorAuthPresent` is false for a
 * session without MFA, and absent for a call with a long-term access key.
 */
const isForPeopleWithoutMfa = (statement: Statement) =>
  [{}, { "aws:MultiFactorAuthPresent": "false" }].some((context) =>
    statement.actions.of.some((action) => {
      const mayCarry = (key: string) => key !== "aws:multifactorauthpresent";
      return applies(statement, { action, resource: "*", context, mayCarry }) !== "no";
    }),
  );
