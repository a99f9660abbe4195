import { RefusedError } from "../../src/terminal/refused";
import { requireSameIdentity } from "../../src/terraform/identity";
import { planOf } from "../review/made-up-plan";
import { EPHEMERAL } from "../support/environments";
import { synthesized } from "../support/synthesized";

const ADDRESS = "data.aws_caller_identity.caller_identity";
const identity = (userId: string, arn = "arn:aws:iam::123456789012:user/anna") => ({
  arn,
  userId,
  accountId: "123456789012",
});

/** A plan that Terraform made as somebody. */
function planAs(user_id: string, address = ADDRESS, resource_changes: unknown[] = [{}]): string {
  const values = { user_id, arn: "arn:aws:sts::123456789012:assumed-role/operator/one" };
  return JSON.stringify({
    ...JSON.parse(planOf({})),
    resource_changes,
    prior_state: {
      values: {
        root_module: {
          resources: [
            { address: "data.x.y", values: {} },
            { address, values },
          ],
        },
      },
    },
  });
}

it.each([
  ["the same user", "AIDAEXAMPLE", "AIDAEXAMPLE"],
  ["two sessions of one role", "AROAEXAMPLE:one", "AROAEXAMPLE:two"],
])("lets %s go on", (_, terraform, own) => {
  requireSameIdentity(planAs(terraform), identity(own));
});

it.each([
  ["another user", "AIDAEXAMPLE", "AIDAOTHER"],
  ["another role", "AROAEXAMPLE:one", "AROAOTHER:one"],
  ["a role that begins alike", "AROAEXAMPLE:one", "AROAEXAMPLE1:one"],
  ["another federated user of the account", "123456789012:anna", "123456789012:ben"],
  ["the account's root user", "123456789012:anna", "123456789012"],
])("refuses %s", (_, terraform, own) => {
  expect(() => requireSameIdentity(planAs(terraform), identity(own))).toThrow(
    new RefusedError(
      "Terraform uses the identity arn:aws:sts::123456789012:assumed-role/operator/one, and this command uses arn:aws:iam::123456789012:user/anna: choose one identity, either only with AWS_PROFILE or only with access keys",
    ),
  );
});

it("takes a plan that does not say whose it is for none", () => {
  expect(() => requireSameIdentity(planAs("AIDAEXAMPLE", "data.x.z"), identity("AIDAEXAMPLE"))).toThrow(
    `the plan does not contain Terraform's AWS identity: ${ADDRESS} is missing`,
  );
});

it("asks for nothing where nothing is there and nothing is going to be", () => {
  requireSameIdentity(planOf({}), identity("AIDAEXAMPLE"));
});

it("names the data source of the stack", () => {
  const { document } = synthesized(EPHEMERAL);
  expect(Object.keys(document.data.aws_caller_identity)).toEqual([ADDRESS.split(".").at(-1)]);
});
