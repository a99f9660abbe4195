import { changeOf, reviewOf, sectionOf, warnings } from "./made-up-plan";

const TITLE = "Changed outside of Terraform";
const BESIDE = ": no configuration knows it, and no deploy removes it";
const entry = (more: object) => ({ protocol: "tcp", from_port: 5432, to_port: 5432, ...more });
const group = (ingress: object[]) => ({
  id: "sg-1",
  name: "database-security-group-dev",
  ingress,
  egress: [],
});
const still = (address: string, now: object) => changeOf(address, now as never, now as never);
const RULES = [
  { cidr_ipv4: "10.0.0.0/24" },
  { referenced_security_group_id: "sg-2" },
  { referenced_security_group_id: "sg-1" },
  { prefix_list_id: "pl-1" },
].map((peer, index) =>
  still(`aws_vpc_security_group_ingress_rule.r${index}`, {
    security_group_id: "sg-1",
    ip_protocol: "tcp",
    from_port: 5432,
    to_port: 5432,
    ...peer,
  }),
);
const OWN = entry({
  cidr_blocks: ["10.0.0.0/24"],
  security_groups: ["sg-2"],
  prefix_list_ids: ["pl-1"],
  self: true,
});

describe("rules beside ours", () => {
  it("are none when each is ours, as AWS sums them up", () => {
    const changes = [...RULES, still("aws_security_group.db", group([OWN]))];
    expect(warnings(reviewOf({ changes }))).toEqual([]);
  });

  it.each([
    [entry({ cidr_blocks: ["10.0.0.0/24", "198.51.100.7/32"] }), "198.51.100.7/32", "tcp 5432"],
    [entry({ security_groups: ["sg-3"] }), "sg-3", "tcp 5432"],
    [entry({ from_port: 0, to_port: 65535, cidr_blocks: ["10.0.0.0/24"] }), "10.0.0.0/24", "tcp 0 to 65535"],
    [{ protocol: "-1", from_port: 0, to_port: 0, self: true }, "itself", "everything"],
    [entry({ ipv6_cidr_blocks: ["::/0"] }), "::/0", "tcp 5432"],
  ])("are named: %j", (foreign, peer, ports) => {
    const changes = [...RULES, still("aws_security_group.db", group([OWN, foreign]))];
    expect(warnings(reviewOf({ changes }))).toEqual([
      `database-security-group-dev has an ingress rule for ${peer} on ${ports}${BESIDE}`,
    ]);
  });
});

describe("policies beside ours", () => {
  it("are named, inline and attached", () => {
    const role = {
      name: "app-role-dev",
      inline_policy: [{ name: "ours" }, { name: "theirs" }],
      managed_policy_arns: ["arn:ours", "arn:theirs"],
    };
    const changes = [
      still("aws_iam_role.app", role),
      still("aws_iam_role_policy.app", { role: "app-role-dev", name: "ours" }),
      still("aws_iam_role_policy_attachment.app", { role: "app-role-dev", policy_arn: "arn:ours" }),
    ];
    expect(warnings(reviewOf({ changes }))).toEqual([
      `app-role-dev has the policy theirs${BESIDE}`,
      `app-role-dev has the policy arn:theirs${BESIDE}`,
    ]);
  });
});

describe("what was changed by hand", () => {
  const address = "aws_ecs_service.blue";
  const configuration = {
    aws_ecs_service: {
      blue: { desired_count: 2, name: "x", force: false, lifecycle: { ignore_changes: ["desired_count"] } },
    },
  };
  const drift = (before: object, after: object | null) =>
    sectionOf(
      { changes: [], drift: [changeOf(address, before as never, after as never)], configuration },
      TITLE,
    );

  it("is shown where the configuration sets it", () => {
    expect(drift({ name: "x" }, { name: "y" })).toEqual([
      "- `aws_ecs_service.blue`: `name` is `y`, was left at `x`",
    ]);
  });

  it("is not shown where it does not, where it ignores it, or where the provider only fills in", () => {
    expect(drift({ arn: "a" }, { arn: "b" })).toEqual([]);
    expect(drift({ desired_count: 2 }, { desired_count: 7 })).toEqual([]);
    expect(drift({ force: null }, { force: false })).toEqual([]);
  });

  it("is shown when it is gone", () => {
    expect(drift({ name: "x" }, null)).toEqual(["- `aws_ecs_service.blue` is gone"]);
  });
});
