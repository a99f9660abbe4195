import { ACCOUNT_ID, EPHEMERAL, PRIVATE } from "../support/environments";
import { problemsOf } from "../support/problems";
import { synthesized } from "../support/synthesized";

const permissionsBoundaryArn = `arn:aws:iam::${ACCOUNT_ID}:policy/permissions-boundary-x1`;

it("bounds every role of an environment that names a permissions boundary", () => {
  const bounded = synthesized({ ...PRIVATE, access: { permissionsBoundaryArn } });
  const roles = bounded.resources("aws_iam_role");
  expect(roles.length).toBeGreaterThan(7);
  for (const [name, role] of roles) {
    expect([name, role.permissions_boundary]).toEqual([name, permissionsBoundaryArn]);
  }
});

it("bounds nothing without", () => {
  expect(synthesized(EPHEMERAL).json).not.toContain("permissions_boundary");
});

it("refuses what is no policy", () => {
  const role = permissionsBoundaryArn.replace("policy", "role");
  expect(problemsOf({ access: { permissionsBoundaryArn: role } })).toEqual([
    { field: "access.permissionsBoundaryArn", got: `"${role}"`, allowed: "the ARN of an IAM policy" },
  ]);
});
